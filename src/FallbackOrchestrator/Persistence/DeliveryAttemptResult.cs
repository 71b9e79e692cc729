namespace FallbackOrchestrator.Persistence;

/// <summary>An attempt that has ended.</summary>
/// <param name="Update">The update, under its lease.</param>
/// <param name="Answer">What came of it.</param>
/// <param name="Pause">The time until the next try; null for never.</param>
public sealed record DeliveryAttemptResult(ClaimedUpdate Update, EndpointResponse Answer, TimeSpan? Pause);
