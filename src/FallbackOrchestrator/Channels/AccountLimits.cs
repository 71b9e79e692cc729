namespace FallbackOrchestrator.Channels;

/// <summary>How fast an account may be called.</summary>
/// <param name="PerSecond">Calls a second, 1 to 10000; all replicas share them.</param>
/// <param name="Concurrency">Calls at one time in one replica, 1 to 10000.</param>
public sealed record AccountLimits(int PerSecond = 50, int Concurrency = 64);
