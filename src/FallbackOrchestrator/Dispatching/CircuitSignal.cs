namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// What the end of a call proves about the account. A failure of a single message, its recipient or its content proves nothing against the
/// account.
/// </summary>
internal enum CircuitSignal
{
    /// <summary>The account works: the provider accepted the message, or rejected this one message.</summary>
    Success,

    /// <summary>The account fails: its provider cannot be reached, or rejects everything that the account sends.</summary>
    Failure,

    /// <summary>Proves nothing: a rate limit, a call that was not made, or one that this service ended early.</summary>
    Ignored,
}
