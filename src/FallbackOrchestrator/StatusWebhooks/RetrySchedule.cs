namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// The times of retries of an update (docs/webhooks.md, How it is delivered). The first four pauses are those that 8x8 publishes; the
/// others cover an outage of a day.
/// </summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    // The pauses are only made longer than published, so that a thousand updates that failed together are not retried together.
    private const double MostJitter = 0.1;

    // After one failure more than this list has entries, an update no longer blocks later ones: StatusUpdates.QuickTries.
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

    /// <summary>The pause after a failed attempt.</summary>
    /// <param name="attempts">The number of attempts so far, including this one.</param>
    /// <param name="jitter">A random number from 0 to 1.</param>
    /// <param name="retryAfter">The wait that the endpoint asked for: honoured up to an hour, but it never makes the pause shorter.</param>
    public static TimeSpan PauseAfter(int attempts, double jitter, TimeSpan? retryAfter = null)
    {
        var pause = Pauses[Math.Clamp(attempts, 1, Pauses.Length) - 1] * (1 + (MostJitter * jitter));
        var asked = retryAfter is { } wish && wish > TimeSpan.Zero ? wish : TimeSpan.Zero;
        asked = asked < LongestAsked ? asked : LongestAsked;
        return asked > pause ? asked : pause;
    }
}
