using System.Globalization;

namespace FallbackOrchestrator.Channels;

/// <summary>Times as providers write them.</summary>
internal static class WireTime
{
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    // A text without a date is not of today.
    private const DateTimeStyles Styles = DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault;

    /// <summary>
    /// The time that a text is: seconds since 1970, with a fraction or not, milliseconds where seconds would be beyond the calendar, or a
    /// date and a time with an offset. Null for none, and for one without an offset: it would be compared with others that have one.
    /// </summary>
    public static DateTimeOffset? TryRead(string? text)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return OfUnix(number) ?? OfUnix(number / 1000);
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, Styles, out var time)
            && time is { Kind: DateTimeKind.Utc, Year: >= 1970 }
            ? new DateTimeOffset(time)
            : null;
    }

    /// <summary>The time of so many seconds since 1970; null for none, and for one that no calendar has.</summary>
    public static DateTimeOffset? OfUnix(decimal? seconds) => seconds is { } value && value >= 0 && value < Last
        ? DateTimeOffset.UnixEpoch.AddTicks((long)(value * TimeSpan.TicksPerSecond))
        : null;
}
