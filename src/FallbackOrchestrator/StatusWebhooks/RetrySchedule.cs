namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// When an update is tried again (docs/webhooks.md, How it is delivered). The first four pauses are those that 8x8 publishes; the rest
/// carry it through an outage of a day.
/// </summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    // Only ever later than the published pauses, so that a thousand updates that failed together do not come back together.
    private const double MostJitter = 0.1;

    // An update that has failed once more than this lets later ones pass: StatusUpdates.QuickTries.
    internal static readonly TimeSpan[] Published =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90)];

    private static readonly TimeSpan[] Pauses =
    [
        .. Published,
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(4),
    ];

    /// <summary>The pause after a try that failed.</summary>
    /// <param name="attempts">The attempts so far, this one included.</param>
    /// <param name="jitter">Chance, from 0 to 1.</param>
    /// <param name="retryAfter">What the endpoint asked for: honoured up to an hour, and never to come sooner.</param>
    public static TimeSpan PauseAfter(int attempts, double jitter, TimeSpan? retryAfter = null)
    {
        var pause = Pauses[Math.Clamp(attempts, 1, Pauses.Length) - 1] * (1 + (MostJitter * jitter));
        var asked = retryAfter is { } wish && wish > TimeSpan.Zero ? wish : TimeSpan.Zero;
        asked = asked < LongestAsked ? asked : LongestAsked;
        return asked > pause ? asked : pause;
    }
}
