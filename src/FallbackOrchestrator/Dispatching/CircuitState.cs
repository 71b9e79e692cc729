namespace FallbackOrchestrator.Dispatching;

/// <summary>How the circuit of an account is, for somebody who looks now and then.</summary>
/// <param name="Openings">How often it has opened since the start. A probe that fails does not count.</param>
/// <param name="IsOpen">Whether it is open or half-open.</param>
/// <param name="OpenedAt">When it opened last.</param>
/// <param name="Calls">The calls by which it was judged then.</param>
/// <param name="Failures">Those of them that failed.</param>
/// <param name="Probes">Messages that have probed the account since.</param>
internal readonly record struct CircuitState(int Openings, bool IsOpen, DateTimeOffset OpenedAt, int Calls, int Failures, int Probes);
