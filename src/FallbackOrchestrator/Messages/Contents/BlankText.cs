using System.Globalization;
using System.Text;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>Invisible texts: spaces, and characters that a screen leaves empty.</summary>
public static class BlankText
{
    // Letters and symbols by their category, and empty all the same: two fillers of Hangul, a half one, and Braille without a dot.
    private static readonly Rune[] Fillers = [new(0x115F), new(0x3164), new(0xFFA0), new(0x2800)];

    /// <summary>True if no character of the text can be seen.</summary>
    public static bool Is(string text)
    {
        foreach (var character in text.EnumerateRunes())
        {
            if (!IsInvisible(character))
                return false;
        }
        return true;
    }

    private static bool IsInvisible(Rune character) =>
        Rune.IsWhiteSpace(character)
        || Rune.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format
        || Fillers.Contains(character);
}
