namespace FallbackOrchestrator.Statistics;

/// <summary>The attempts that took less than a time.</summary>
/// <param name="Seconds">The time in seconds.</param>
/// <param name="Attempts">The attempts, including those that took less than the bounds before it.</param>
public sealed record DelayBound(int Seconds, long Attempts);
