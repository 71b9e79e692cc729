namespace FallbackOrchestrator.Channels;

/// <summary>Times as many providers write them.</summary>
internal static class UnixTime
{
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The time of so many seconds since 1970; null for none, and for one that no calendar has.</summary>
    public static DateTimeOffset? TryRead(long? seconds) =>
        seconds is { } value && value >= First && value <= Last ? DateTimeOffset.FromUnixTimeSeconds(value) : null;
}
