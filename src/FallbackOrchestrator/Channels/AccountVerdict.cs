namespace FallbackOrchestrator.Channels;

/// <summary>What a provider's response says about a setting.</summary>
public enum AccountVerdict
{
    /// <summary>It is right.</summary>
    Right,

    /// <summary>The response does not say.</summary>
    Unknown,

    /// <summary>It is wrong.</summary>
    Wrong,
}
