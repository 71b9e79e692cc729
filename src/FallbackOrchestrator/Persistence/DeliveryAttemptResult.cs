namespace FallbackOrchestrator.Persistence;

/// <summary>The result of a delivery attempt.</summary>
/// <param name="Update">The update, under its lease.</param>
/// <param name="Response">The endpoint's response.</param>
/// <param name="Pause">The time until the next attempt; null for never.</param>
public sealed record DeliveryAttemptResult(ClaimedUpdate Update, EndpointResponse Response, TimeSpan? Pause)
{
    /// <summary>The duration of the call, in milliseconds.</summary>
    public int Milliseconds => (int)Response.Took.TotalMilliseconds;
}
