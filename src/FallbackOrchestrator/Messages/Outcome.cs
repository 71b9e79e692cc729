namespace FallbackOrchestrator.Messages;

/// <summary>The outcome of a message.</summary>
public enum Outcome
{
    /// <summary>An attempt has reached its success status.</summary>
    Succeeded,

    /// <summary>No step is left.</summary>
    Failed,

    /// <summary>The customer cancelled it.</summary>
    Cancelled,

    /// <summary>Its <c>expiry</c> passed.</summary>
    Expired,

    /// <summary>It was handed over, and no decisive status was received within the confirm time.</summary>
    Unconfirmed,
}
