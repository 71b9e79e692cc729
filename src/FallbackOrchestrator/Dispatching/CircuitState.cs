namespace FallbackOrchestrator.Dispatching;

/// <summary>The state of an account's circuit, for a reader that looks from time to time.</summary>
/// <param name="Openings">The number of times that it has opened since the start. A probe that fails does not count.</param>
/// <param name="IsOpen">True if it is open or half-open.</param>
/// <param name="OpenedAt">The time when it last opened.</param>
/// <param name="Calls">The number of calls that were judged then.</param>
/// <param name="Failures">The number of those that failed.</param>
/// <param name="Probes">The number of messages that have probed the account since.</param>
internal readonly record struct CircuitState(int Openings, bool IsOpen, DateTimeOffset OpenedAt, int Calls, int Failures, int Probes)
{
    /// <summary>True if it is open, and messages have begun to probe the account.</summary>
    public bool IsHalfOpen => IsOpen && Probes > 0;
}
