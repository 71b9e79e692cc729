namespace FallbackOrchestrator.Persistence;

/// <summary>Why a person is not to be called on a channel.</summary>
public enum UnreachableReason
{
    /// <summary>The person is not on the channel (rule S14).</summary>
    NotOnChannel,

    /// <summary>The person does not want messages on it.</summary>
    OptedOut,
}
