namespace FallbackOrchestrator.Messages;

/// <summary>The state of the resend: a call with an unknown outcome on the last step may be repeated once.</summary>
public enum ResendState
{
    None,

    /// <summary>Decided, but not called yet.</summary>
    Pending,

    /// <summary>Called: the person may get the message twice.</summary>
    Called,

    /// <summary>Decided, but not made, because the account could not be called in time.</summary>
    GivenUp,
}
