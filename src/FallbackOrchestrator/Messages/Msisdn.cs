using System.Globalization;

namespace FallbackOrchestrator.Messages;

/// <summary>
/// A subscriber number in E.164 form: <c>+</c> and 6 to 15 digits. The format is checked, not whether the number is assigned.
/// </summary>
public readonly record struct Msisdn
{
    private Msisdn(string value) => Value = value;

    /// <summary>The number with its <c>+</c>.</summary>
    public string Value { get; }

    /// <summary>The number without its <c>+</c>.</summary>
    public string Digits => Value[1..];

    /// <summary>The number with its last four digits hidden, as responses may show it (<c>+63922110xxxx</c>).</summary>
    public string Masked => Value.Length > 5 ? $"{Value[..^4]}xxxx" : "xxxx";

    /// <summary>
    /// Reads <c>+</c> and 6 to 15 digits, the first not 0; ignores spaces, hyphens, dots and brackets between them, and invisible
    /// characters anywhere, which come with copied numbers.
    /// </summary>
    public static bool TryParse(string? text, out Msisdn msisdn)
    {
        msisdn = default;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 32)
            return false;
        Span<char> digits = stackalloc char[16];
        digits[0] = '+';
        var length = 1;
        var started = false;
        foreach (var c in text.AsSpan().Trim())
        {
            if (c == '+' && !started)
            {
                started = true;
                continue;
            }
            if ((IsSeparator(c) && started) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
                continue;
            if (!char.IsAsciiDigit(c) || !started || length == 16)
                return false;
            digits[length++] = c;
        }
        if (length is < 7 or > 16 || digits[1] == '0')
            return false;
        msisdn = new Msisdn(new string(digits[..length]));
        return true;
    }

    private static bool IsSeparator(char c) => c is ' ' or '-' or '.' or '(' or ')'
        || (!char.IsAscii(c) && char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation);

    /// <summary>Takes a number that was validated before it was stored.</summary>
    public static Msisdn Stored(string value) => new(value);

    /// <summary>Masked, so that a log never contains a whole number by accident.</summary>
    public override string ToString() => Masked;
}
