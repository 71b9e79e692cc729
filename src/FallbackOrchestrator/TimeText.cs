using System.Globalization;

namespace FallbackOrchestrator;

/// <summary>
/// A time as customers, operators and settings write it, with the same meaning on every host: ISO 8601 with an offset (RFC 3339). A time
/// without an offset is UTC, and a date alone means its first moment in UTC.
/// </summary>
internal static class TimeText
{
    /// <summary>The expected form, for messages to people.</summary>
    public const string Form = "a time such as 2026-11-26T09:30:00Z";

    private const int Date = 10; // yyyy-MM-dd
    private const int Longest = 48;
    private const int MostDecimals = 7;

    private static readonly string[] Forms = ["yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd"];

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text; small letters, a blank between date and time, and an offset without its colon are accepted.</param>
    /// <param name="time">The time.</param>
    /// <param name="hasOffset">True if the text contains an offset; otherwise it was read as UTC.</param>
    /// <param name="fromQuery">True if it comes from a query, where a + that was not written as %2B arrives as a blank.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out DateTimeOffset time, out bool hasOffset, bool fromQuery = false)
    {
        time = default;
        hasOffset = false;
        text = text.Trim();
        if (text.Length is < Date or > Longest)
            return false;
        Span<char> clock = stackalloc char[text.Length];
        text.ToUpperInvariant(clock);
        if (clock.Length > Date && clock[Date] == ' ')
            clock[Date] = 'T';
        if (fromQuery && clock[Date..].LastIndexOf(' ') is > 0 and var blank)
            clock[Date + blank] = '+';
        if (!TryCutOffset(ref clock, out var offset, out hasOffset))
            return false;
        CutDecimals(ref clock);
        return DateTime.TryParseExact(clock, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            && TryMake(local, offset, out time);
    }

    private static bool TryCutOffset(ref Span<char> clock, out TimeSpan offset, out bool hasOffset)
    {
        offset = TimeSpan.Zero;
        hasOffset = false;
        if (clock.Length == Date)
            return true;
        hasOffset = true;
        if (clock[^1] == 'Z')
        {
            clock = clock[..^1].TrimEnd();
            return true;
        }
        var sign = clock[Date..].LastIndexOfAny('+', '-');
        if (sign < 0)
        {
            hasOffset = false;
            return true;
        }
        var digits = clock[(Date + sign + 1)..];
        var minutes = digits.Length switch
        {
            2 => "00",
            4 => digits[2..],
            5 when digits[2] == ':' => digits[3..],
            _ => default(ReadOnlySpan<char>),
        };
        if (minutes.Length != 2
            || !int.TryParse(digits[..2], NumberStyles.None, CultureInfo.InvariantCulture, out var h)
            || !int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m)
            || h > 14 || m > 59 || (h == 14 && m > 0))
        {
            return false;
        }
        offset = new TimeSpan(h, m, 0) * (clock[Date + sign] == '-' ? -1 : 1);
        clock = clock[..(Date + sign)].TrimEnd();
        return true;
    }

    // Decimals beyond the precision of .NET's clock are cut.
    private static void CutDecimals(ref Span<char> clock)
    {
        var point = clock.LastIndexOf('.');
        if (point > 0 && clock.Length - point - 1 > MostDecimals && !clock[(point + 1)..].ContainsAnyExceptInRange('0', '9'))
            clock = clock[..(point + 1 + MostDecimals)];
    }

    private static bool TryMake(DateTime local, TimeSpan offset, out DateTimeOffset time)
    {
        time = default;
        var utc = local.Ticks - offset.Ticks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
            return false;
        time = new DateTimeOffset(local, offset);
        return true;
    }
}
