using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FallbackOrchestrator.Messages;

/// <summary>
/// Makes a text that somebody else wrote fit to be stored: what an endpoint or a provider answers, and anything else that is kept and not
/// refused. PostgreSQL stores neither U+0000 nor half of a surrogate pair, and one such text fails the whole statement that carries it.
/// This is the one place where a text is cut to a length.
/// </summary>
public static class StoredText
{
    /// <summary>
    /// The text without U+0000, with U+FFFD for each half of a surrogate pair that stands alone, and cut behind a whole character.
    /// A text that is fit already is returned as it is.
    /// </summary>
    /// <param name="text">The text; null stays null.</param>
    /// <param name="most">The most UTF-16 characters to keep.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        if (text is null || IsFit(text, most))
            return text;
        var kept = new StringBuilder(Math.Min(text.Length, most));
        foreach (var character in text.EnumerateRunes()) // Half a pair is read as U+FFFD.
        {
            if (character.Value == 0)
                continue;
            if (kept.Length + character.Utf16SequenceLength > most)
                break;
            kept.Append(character.ToString());
        }
        return kept.ToString();
    }

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
