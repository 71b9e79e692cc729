using System.Buffers;
using System.Text;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The default alphabet of GSM 03.38 and its extension table.</summary>
public static class Gsm7
{
    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    // Each is written as an escape and a second septet.
    private const string Extension = "\f^{}\\[~]|€";

    private static readonly SearchValues<char> Extended = SearchValues.Create(Extension);
    private static readonly SearchValues<char> All = SearchValues.Create(Basic + Extension);

    /// <summary>True if every character of the text is in the alphabet.</summary>
    public static bool Holds(string text) => !text.AsSpan().ContainsAnyExcept(All);

    /// <summary>The number of septets of a character of the alphabet: 1, or 2 if it is in the extension table.</summary>
    public static int Septets(Rune character) => character.IsBmp && Extended.Contains((char)character.Value) ? 2 : 1;
}
