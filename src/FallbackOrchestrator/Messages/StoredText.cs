using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FallbackOrchestrator.Messages;

/// <summary>
/// Makes a foreign text storable: the response of an endpoint or a provider, and any other text that is stored and not rejected. PostgreSQL
/// stores neither U+0000 nor half of a surrogate pair; one such text fails the whole statement that contains it. This is the one place
/// where a text is cut to a length.
/// </summary>
public static class StoredText
{
    /// <summary>
    /// Returns the text without U+0000, with U+FFFD for each unpaired surrogate, and cut after a whole character. A text that is storable
    /// already is returned unchanged.
    /// </summary>
    /// <param name="text">The text; null stays null.</param>
    /// <param name="most">The largest number of UTF-16 characters to keep.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        if (text is null || IsFit(text, most))
            return text;
        var kept = new StringBuilder(Math.Min(text.Length, most));
        foreach (var character in text.EnumerateRunes()) // An unpaired surrogate is read as U+FFFD.
        {
            if (character.Value == 0)
                continue;
            if (kept.Length + character.Utf16SequenceLength > most)
                break;
            kept.Append(character.ToString());
        }
        return kept.ToString();
    }

    /// <summary>
    /// True if a text can be stored whole, as one line: not empty, not too long, no control characters, no half characters.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most UTF-16 characters.</param>
    public static bool IsWholeLine([NotNullWhen(true)] string? text, int most) =>
        text is { Length: > 0 } && IsFit(text, most) && !text.Any(char.IsControl);

    private static bool IsFit(string text, int most)
    {
        if (text.Length > most || text.Contains('\0', StringComparison.Ordinal))
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }
        return true;
    }
}
