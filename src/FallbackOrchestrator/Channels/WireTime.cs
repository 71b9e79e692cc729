using System.Globalization;

namespace FallbackOrchestrator.Channels;

/// <summary>Times as providers write them.</summary>
internal static class WireTime
{
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    // A text without a date must not be read as today.
    private const DateTimeStyles Styles = DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault;

    /// <summary>
    /// The time in a text: seconds since 1970, with or without a fraction; milliseconds, if seconds would be beyond the calendar; or a date
    /// and a time with an offset. Null if there is none. Also null without an offset, because it is compared with times that have one.
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

    /// <summary>The time of a number of seconds since 1970; null if there is none, or if no calendar has it.</summary>
    public static DateTimeOffset? OfUnix(decimal? seconds) => seconds is { } value && value >= 0 && value < Last
        ? DateTimeOffset.UnixEpoch.AddTicks((long)(value * TimeSpan.TicksPerSecond))
        : null;
}
