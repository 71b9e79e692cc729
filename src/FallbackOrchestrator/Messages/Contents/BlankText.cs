using System.Globalization;
using System.Text;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>Invisible texts: spaces, and characters that a screen leaves empty.</summary>
public static class BlankText
{
    // Letters, marks and symbols by their category, and empty all the same: Unicode's Default_Ignorable_Code_Point beyond the categories
    // below (https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt), and Braille without a dot.
    private static readonly (int First, int Last)[] Empty =
    [
        (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2065, 0x2065), (0x2800, 0x2800), (0x3164, 0x3164),
        (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF),
    ];

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
        || Empty.Any(range => character.Value >= range.First && character.Value <= range.Last);
}
