using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads an interactive message: its header, body and footer, and its action by <see cref="InteractiveActionParser"/>.</summary>
internal static class InteractiveParser
{
    private const int LongestBody = 1024;
    private const int LongestLine = 60;

    public enum Header
    {
        Text,
        Image,
        Video,
        Document,
    }

    public static ContentBody.Interactive Read(RequestedInteractive? requested, string at, FieldReader fields)
    {
        requested ??= fields.Refuse(ContentMissing(at), new RequestedInteractive());
        var kind = InteractiveActionParser.KindOf(requested)
            ?? fields.Refuse(
                InvalidParameter($"{at}.type", $"must be {InteractiveActionParser.Known}"), default(InteractiveActionParser.Kind));
        var action = InteractiveActionParser.Read(kind, requested.Action, $"{at}.action", fields);
        var body = FieldReader.NullIfBlank(fields.Optional(requested.Body?.Text, $"{at}.body.text", LongestBody));
        if (body is null && InteractiveActionParser.NeedsBody(kind))
            fields.Refuse(TextMissing($"{at}.body.text"));
        var header = requested.Header is null ? null : ReadHeader(requested.Header, $"{at}.header", fields);
        var footer = FieldReader.NullIfBlank(fields.Optional(requested.Footer?.Text, $"{at}.footer.text", LongestLine));
        return new ContentBody.Interactive(action, body, header, footer);
    }

    /// <summary>The kind of a header; a header with a text needs no type.</summary>
    public static Header? HeaderOf(RequestedHeader requested) =>
        requested is { Type: null, Text: not null } ? Header.Text : EnumText.ParseOrNull<Header>(requested.Type);

    private static InteractiveHeader? ReadHeader(RequestedHeader requested, string at, FieldReader fields) => HeaderOf(requested) switch
    {
        Header.Text => new InteractiveHeader.Text(fields.Required(requested.Text, $"{at}.text", LongestLine)),
        Header.Image => ReadMedium(HeaderMedium.Image, requested.Image, $"{at}.image", fields),
        Header.Video => ReadMedium(HeaderMedium.Video, requested.Video, $"{at}.video", fields),
        Header.Document => ReadMedium(HeaderMedium.Document, requested.Document, $"{at}.document", fields),
        _ => fields.Refuse<InteractiveHeader?>(InvalidParameter($"{at}.type", $"must be {EnumText.OneOf<Header>()}"), null),
    };

    private static InteractiveHeader.Media ReadMedium(HeaderMedium medium, RequestedMedium? requested, string at, FieldReader fields) =>
        requested?.Id is { Length: > 0 } id
            ? new InteractiveHeader.Media(medium, null, id, FieldReader.NullIfBlank(requested.Filename))
            : new InteractiveHeader.Media(
                medium, fields.Media(requested?.Link, $"{at}.link"), null, FieldReader.NullIfBlank(requested?.Filename));
}
