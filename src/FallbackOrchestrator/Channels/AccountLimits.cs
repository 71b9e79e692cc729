namespace FallbackOrchestrator.Channels;

/// <summary>The rate limits of an account.</summary>
/// <param name="PerSecond">Calls a second, 1 to 10000; shared by all replicas.</param>
/// <param name="Concurrency">Calls at a time in one replica, 1 to 10000.</param>
public sealed record AccountLimits(int PerSecond = 50, int Concurrency = 64);
