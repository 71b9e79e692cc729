using System.Diagnostics.CodeAnalysis;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads a content: the message's, or a step's own.</summary>
internal static class ContentParser
{
    /// <summary>The most characters of a text.</summary>
    public const int LongestText = 35_000;

    private const int LongestSource = 16;

    /// <param name="type">The kind that the request names.</param>
    /// <param name="requested">The content of the request.</param>
    /// <param name="at">Their path: empty for the message's own, <c>channels[1].</c> for a step's.</param>
    /// <param name="content">The content.</param>
    /// <param name="problem">The mistake in it.</param>
    public static bool TryRead(
        string? type, RequestedContent? requested, string at, [NotNullWhen(true)] out StepContent? content,
        [NotNullWhen(false)] out Problem? problem)
    {
        content = null;
        if (EnumText.ParseOrNull<ContentKind>(type) is not { } kind)
            problem = InvalidContentType($"{at}type", EnumText.OneOf<ContentKind>());
        else if (requested is null)
            problem = ContentMissing($"{at}content");
        else
        {
            var fields = new FieldReader();
            content = Read(kind, requested, $"{at}content", fields);
            problem = fields.Problem;
        }
        return problem is null && content is not null;
    }

    private static StepContent Read(ContentKind kind, RequestedContent requested, string at, FieldReader fields)
    {
        var body = ReadBody(kind, requested, at, fields);
        fields.Optional(requested.Text, $"{at}.text", LongestText);
        if (requested.FallbackText is { Length: > LongestText })
            fields.Refuse(FallbackTextTooLong($"{at}.fallbackText", LongestText));
        var sms = requested.Sms is null ? null : ReadSms(requested.Sms.Encoding, requested.Sms.Source, $"{at}.sms", fields);
        var directSend = requested.WhatsApp?.DirectSend is { } direct ? ReadDirectSend(direct, $"{at}.whatsApp.directSend", fields) : null;
        var suggestions = SuggestionParser.Read(requested.Suggestions, $"{at}.suggestions", SuggestionParser.MostBelowMessage, fields);
        body = body with
        {
            Caption = body is ContentBody.Text or ContentBody.Buttons || string.IsNullOrEmpty(requested.Text) ? null : requested.Text,
            Suggestions = suggestions.IsEmpty ? null : suggestions,
        };
        return new StepContent(body, string.IsNullOrEmpty(requested.FallbackText) ? null : requested.FallbackText, sms, directSend);
    }

    private static ContentBody ReadBody(ContentKind kind, RequestedContent requested, string at, FieldReader fields) => kind switch
    {
        ContentKind.Text => new ContentBody.Text(ReadText(requested, at, fields)),
        ContentKind.Image => MediaParser.ReadImage(requested, at, fields),
        ContentKind.Audio => MediaParser.ReadAudio(requested, at, fields),
        ContentKind.Video => MediaParser.ReadVideo(requested, at, fields),
        ContentKind.File => new ContentBody.File(fields.Media(requested.Url, $"{at}.url")),
        ContentKind.Location => new ContentBody.Location(
            LocationParser.Read(requested.Location) ?? fields.Refuse(InvalidLocation($"{at}.location"), LocationParser.Nowhere)),
        ContentKind.Interactive => InteractiveParser.Read(requested.Interactive, $"{at}.interactive", fields),
        ContentKind.Template => TemplateParser.Read(requested.Template, $"{at}.template", fields),
        ContentKind.Buttons => MediaParser.ReadButtons(ReadText(requested, at, fields), requested, at, fields),
        ContentKind.RichCard => RichCardParser.Read(requested.RichCard, $"{at}.richCard", fields),
        ContentKind.Carousel => RichCardParser.Read(requested.Carousel, $"{at}.carousel", fields),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of content"),
    };

    private static string ReadText(RequestedContent requested, string at, FieldReader fields) =>
        string.IsNullOrEmpty(requested.Text) ? fields.Refuse(TextMissing($"{at}.text"), "") : requested.Text;

    /// <summary>The settings of an SMS.</summary>
    public static SmsSettings ReadSms(string? requestedEncoding, string? requestedSource, string at, FieldReader fields)
    {
        var encoding = Encoding(requestedEncoding) ?? fields.Refuse(InvalidEncoding($"{at}.encoding"), SmsEncoding.Auto);
        var source = FieldReader.NullIfBlank(requestedSource)?.Trim();
        // The + of a number does not count.
        if (source?.TrimStart('+').Length > LongestSource)
            fields.Refuse(SourceTooLong($"{at}.source", LongestSource));
        return new SmsSettings(encoding, source);
    }

    private static DirectSend ReadDirectSend(RequestedDirectSend requested, string at, FieldReader fields)
    {
        if (!string.Equals(requested.Category, "utility", StringComparison.OrdinalIgnoreCase))
            fields.Refuse(InvalidParameter($"{at}.category", "must be utility"));
        return new DirectSend(fields.Range(requested.TtlSeconds, $"{at}.ttlSeconds", 30, 43_200));
    }

    // 8x8's pages also write GSM and UNICODE.
    private static SmsEncoding? Encoding(string? encoding) => encoding?.Trim().ToUpperInvariant() switch
    {
        null or "" or "AUTO" => SmsEncoding.Auto,
        "GSM7" or "GSM" => SmsEncoding.Gsm7,
        "UCS2" or "UNICODE" => SmsEncoding.Ucs2,
        _ => null,
    };
}
