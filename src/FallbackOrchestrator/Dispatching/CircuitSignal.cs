namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// What the end of a call says of the account that was called. Of a single message, its recipient or its content it never says anything.
/// </summary>
internal enum CircuitSignal
{
    /// <summary>It works: it took the message, or refused this one in good order.</summary>
    Success,

    /// <summary>It does not: its provider cannot be reached, or refuses whatever the account sends.</summary>
    Failure,

    /// <summary>Nothing: a rate limit, a call that was not made, or one that was cut short by ourselves.</summary>
    Ignored,
}
