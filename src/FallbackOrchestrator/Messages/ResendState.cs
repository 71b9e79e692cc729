namespace FallbackOrchestrator.Messages;

/// <summary>The one resend that an unknown outcome on the last step may have.</summary>
public enum ResendState
{
    None,

    /// <summary>Decided, not called yet.</summary>
    Pending,

    /// <summary>Called: the person may get the message twice.</summary>
    Called,

    /// <summary>Decided, and not made: the account could not be called in time.</summary>
    GivenUp,
}
