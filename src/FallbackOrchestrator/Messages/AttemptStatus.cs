namespace FallbackOrchestrator.Messages;

/// <summary>What a provider reports of an attempt, in its response to a call or in a receipt.</summary>
public enum AttemptStatus
{
    /// <summary>No status was received.</summary>
    None = 0,

    /// <summary>The provider accepted the message.</summary>
    Accepted,

    /// <summary>The provider handed it to the operator or the channel.</summary>
    Sent,

    /// <summary>Failure: refused in the response to the call, or never handed over because that is impossible.</summary>
    Rejected,

    /// <summary>Failure: accepted, but not delivered.</summary>
    Undelivered,

    /// <summary>Failure: its lifetime at the provider ended.</summary>
    LifetimeOver,

    /// <summary>Failure: recalled before it was delivered.</summary>
    Recalled,

    /// <summary>It reached the person's device.</summary>
    Delivered,

    /// <summary>The person opened it. Implies <see cref="Delivered"/>.</summary>
    Read,
}
