using System.Text;

namespace FallbackOrchestrator;

/// <summary>Checks whether PostgreSQL can store a text; the same check for JSON, queries, routes and headers.</summary>
internal static class Storable
{
    /// <summary>The mistake of a text that contains U+0000.</summary>
    public const string Nul = "holds the character U+0000, which cannot be stored";

    /// <summary>The mistake of a text that contains one half of a surrogate pair.</summary>
    public const string HalfCharacter = "holds half of a character: a surrogate (\\uD800 to \\uDFFF) without its other half";

    /// <summary>The mistake in a text; null if it can be stored.</summary>
    public static string? WhyNot(ReadOnlySpan<char> text)
    {
        if (text.Contains('\0'))
            return Nul;
        while (text.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at)
        {
            if (Rune.DecodeFromUtf16(text[at..], out _, out var length) != System.Buffers.OperationStatus.Done)
                return HalfCharacter;
            text = text[(at + length)..];
        }
        return null;
    }

    /// <summary>A text for use in a sentence: without unprintable characters, and cut between characters.</summary>
    /// <param name="text">A stranger's text.</param>
    /// <param name="most">The most characters (UTF-16) to keep.</param>
    public static string Shown(ReadOnlySpan<char> text, int most)
    {
        var shown = new StringBuilder(Math.Min(text.Length, most) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length + rune.Utf16SequenceLength > most)
                return shown.Append('…').ToString();
            shown.Append(IsReadable(rune) ? rune.ToString() : "?");
        }
        return shown.ToString();
    }

    private static bool IsReadable(Rune rune) => rune.Value == ' '
        || (Rune.GetUnicodeCategory(rune) is not (
                System.Globalization.UnicodeCategory.Control
                or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator
                or System.Globalization.UnicodeCategory.ParagraphSeparator
                or System.Globalization.UnicodeCategory.SpaceSeparator
                or System.Globalization.UnicodeCategory.PrivateUse
                or System.Globalization.UnicodeCategory.OtherNotAssigned)
            && rune != Rune.ReplacementChar);
}
