namespace FallbackOrchestrator.Messages;

/// <summary>How a message ended.</summary>
public enum Outcome
{
    /// <summary>An attempt stands at its success.</summary>
    Succeeded,

    /// <summary>No step is left.</summary>
    Failed,

    /// <summary>The customer took it back.</summary>
    Cancelled,

    /// <summary>Its <c>expiry</c> passed.</summary>
    Expired,

    /// <summary>It was handed over, and nothing decisive was heard within the confirm time.</summary>
    Unconfirmed,
}
