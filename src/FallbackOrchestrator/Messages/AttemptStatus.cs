namespace FallbackOrchestrator.Messages;

/// <summary>A word that a provider says of an attempt, by the answer to a call or by a receipt.</summary>
public enum AttemptStatus
{
    /// <summary>Nothing has been heard.</summary>
    None = 0,

    /// <summary>The provider took the message.</summary>
    Accepted,

    /// <summary>The provider handed it to the operator or the channel.</summary>
    Sent,

    /// <summary>Failure: refused by the call, or never handed over because it cannot be.</summary>
    Rejected,

    /// <summary>Failure: accepted, and not delivered.</summary>
    Undelivered,

    /// <summary>Failure: the lifetime that the provider was given is over.</summary>
    LifetimeOver,

    /// <summary>Failure: taken back before it was delivered.</summary>
    Recalled,

    /// <summary>It reached the person's device.</summary>
    Delivered,

    /// <summary>The person opened it. Implies <see cref="Delivered"/>.</summary>
    Read,
}
