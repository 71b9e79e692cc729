using System.Text;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The text of an SMS as it is sent.</summary>
/// <param name="Text">The text, cut after <see cref="MostSegments"/>.</param>
/// <param name="Encoding">Gsm7 or Ucs2, never Auto: the alphabet that the whole text needs.</param>
/// <param name="Segments">The number of segments that are sent and billed; an empty text has one.</param>
/// <param name="IsCut">True if the text was longer and was cut.</param>
public sealed record SmsText(string Text, SmsEncoding Encoding, int Segments, bool IsCut)
{
    /// <summary>8x8 cuts a longer text and sends it (https://developer.8x8.com/connect/docs/send-sms-api-reference).</summary>
    public const int MostSegments = 10;

    /// <summary>
    /// Fits a text into an SMS. If GSM-7 is forced but a character is not in it, UCS-2 is used: the person must be able to read the text.
    /// </summary>
    public static SmsText Of(string text, SmsEncoding asked)
    {
        var encoding = asked != SmsEncoding.Ucs2 && Gsm7.Holds(text) ? SmsEncoding.Gsm7 : SmsEncoding.Ucs2;
        var (alone, joined) = encoding == SmsEncoding.Gsm7 ? (160, 153) : (70, 67);
        var units = 0;
        foreach (var character in text.EnumerateRunes())
            units += Units(character, encoding);
        return units <= alone ? new SmsText(text, encoding, 1, IsCut: false) : Joined(text, encoding, joined);
    }

    /// <summary>The SMS of a step; null if its content cannot be sent by SMS.</summary>
    public static SmsText? Of(StepContent content) =>
        ContentRules.Fit(content, Channel.Sms.Name) is Fitting.Fits { Body: ContentBody.Text text }
            ? Of(text.Value, content.Sms?.Encoding ?? SmsEncoding.Auto) : null;

    // A character of two units is never split between segments, because the handset would show two wrong characters.
    private static SmsText Joined(string text, SmsEncoding encoding, int room)
    {
        var (segments, used, length) = (1, 0, 0);
        foreach (var character in text.EnumerateRunes())
        {
            var units = Units(character, encoding);
            if (used + units > room)
            {
                if (segments == MostSegments)
                    return new SmsText(text[..length], encoding, segments, IsCut: true);
                (segments, used) = (segments + 1, 0);
            }
            used += units;
            length += character.Utf16SequenceLength;
        }
        return new SmsText(text, encoding, segments, IsCut: false);
    }

    private static int Units(Rune character, SmsEncoding encoding) =>
        encoding == SmsEncoding.Gsm7 ? Gsm7.Septets(character) : character.Utf16SequenceLength;
}
