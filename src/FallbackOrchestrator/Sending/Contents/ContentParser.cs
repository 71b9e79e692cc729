using System.Diagnostics.CodeAnalysis;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads a content, the message's or a step's own.</summary>
internal static class ContentParser
{
    private const string Kinds =
        "text, image, audio, video, file, location, interactive, template, buttons, richCard or carousel";

    private const int LongestText = 35_000;
    private const int LongestSource = 16;

    /// <param name="type">The kind that was asked for.</param>
    /// <param name="asked">The content that was asked for.</param>
    /// <param name="at">Where the two stand: nothing for the message's own, <c>channels[1].</c> for a step's.</param>
    /// <param name="content">The content.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryRead(
        string? type, RequestedContent? asked, string at, [NotNullWhen(true)] out StepContent? content, [NotNullWhen(false)] out Problem? problem)
    {
        content = null;
        var kind = EnumText.ParseOrNull<ContentKind>(type);
        problem = kind is null ? InvalidContentType($"{at}type", Kinds)
            : asked is null ? ContentMissing($"{at}content")
            : Check(kind.Value, asked, $"{at}content").FirstOrDefault();
        if (problem is not null)
            return false;
        content = new StepContent(
            Read(kind!.Value, asked!),
            string.IsNullOrEmpty(asked!.FallbackText) ? null : asked.FallbackText,
            asked.Sms is { } sms ? new SmsSettings(Encoding(sms.Encoding)!.Value, string.IsNullOrWhiteSpace(sms.Source) ? null : sms.Source.Trim()) : null,
            asked.WhatsApp?.DirectSend is { } direct ? new DirectSend(direct.TtlSeconds) : null);
        return true;
    }

    private static IEnumerable<Problem> Check(ContentKind kind, RequestedContent asked, string at) =>
    [
        .. CheckBody(kind, asked, at),
        .. FieldChecks.Optional(asked.Text, $"{at}.text", LongestText),
        .. asked.FallbackText is { Length: > LongestText } ? [FallbackTextTooLong($"{at}.fallbackText", LongestText)] : Array.Empty<Problem>(),
        .. CheckSms(asked.Sms, $"{at}.sms"),
        .. CheckDirectSend(asked.WhatsApp?.DirectSend, $"{at}.whatsApp.directSend"),
        .. SuggestionParser.Check(asked.Suggestions, $"{at}.suggestions", SuggestionParser.MostBelowMessage),
    ];

    private static IEnumerable<Problem> CheckBody(ContentKind kind, RequestedContent asked, string at) => kind switch
    {
        ContentKind.Text => string.IsNullOrEmpty(asked.Text) ? [TextMissing($"{at}.text")] : [],
        ContentKind.Location => LocationParser.IsPlace(asked.Location) ? [] : [InvalidLocation($"{at}.location")],
        ContentKind.Interactive => InteractiveParser.Check(asked.Interactive, $"{at}.interactive"),
        ContentKind.Template => TemplateParser.Check(asked.Template, $"{at}.template"),
        ContentKind.RichCard => RichCardParser.Check(asked.RichCard, $"{at}.richCard"),
        ContentKind.Carousel => RichCardParser.Check(asked.Carousel, $"{at}.carousel"),
        _ => MediaParser.Check(kind, asked, at),
    };

    private static ContentBody Read(ContentKind kind, RequestedContent asked)
    {
        ContentBody body = kind switch
        {
            ContentKind.Text => new ContentBody.Text(asked.Text!),
            ContentKind.Location => new ContentBody.Location(LocationParser.Read(asked.Location!)),
            ContentKind.Interactive => InteractiveParser.Read(asked.Interactive!),
            ContentKind.Template => TemplateParser.Read(asked.Template!),
            ContentKind.RichCard => RichCardParser.Read(asked.RichCard!),
            ContentKind.Carousel => RichCardParser.Read(asked.Carousel!),
            _ => MediaParser.Read(kind, asked),
        };
        return body with
        {
            Caption = body is ContentBody.Text or ContentBody.Buttons || string.IsNullOrEmpty(asked.Text) ? null : asked.Text,
            Suggestions = asked.Suggestions is { Count: > 0 } suggestions ? SuggestionParser.Read(suggestions) : null,
        };
    }

    private static IEnumerable<Problem> CheckSms(RequestedSms? asked, string at)
    {
        if (asked is null)
            yield break;
        if (Encoding(asked.Encoding) is null)
            yield return InvalidEncoding($"{at}.encoding");
        // The + of a number does not count.
        var source = asked.Source?.Trim() ?? "";
        if (source.Length > LongestSource && source.TrimStart('+').Length > LongestSource)
            yield return SourceTooLong($"{at}.source", LongestSource);
    }

    private static IEnumerable<Problem> CheckDirectSend(RequestedDirectSend? asked, string at)
    {
        if (asked is null)
            yield break;
        if (!string.Equals(asked.Category, "utility", StringComparison.OrdinalIgnoreCase))
            yield return InvalidParameter($"{at}.category", "must be utility");
        foreach (var problem in FieldChecks.Range(asked.TtlSeconds, $"{at}.ttlSeconds", 30, 43_200))
            yield return problem;
    }

    // 8x8's pages write GSM and UNICODE too.
    private static SmsEncoding? Encoding(string? encoding) => encoding?.Trim().ToUpperInvariant() switch
    {
        null or "" or "AUTO" => SmsEncoding.Auto,
        "GSM7" or "GSM" => SmsEncoding.Gsm7,
        "UCS2" or "UNICODE" => SmsEncoding.Ucs2,
        _ => null,
    };
}
