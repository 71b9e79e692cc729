using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads an interactive message: what surrounds its action.</summary>
internal static class InteractiveParser
{
    private const int LongestBody = 1024;
    private const int LongestLine = 60;

    private enum Header
    {
        Text,
        Image,
        Video,
        Document,
    }

    public static IEnumerable<Problem> Check(RequestedInteractive? asked, string at)
    {
        if (asked is null)
            return [ContentMissing(at)];
        if (InteractiveActionParser.KindOf(asked) is not { } kind)
            return [InvalidParameter($"{at}.type", $"must be {InteractiveActionParser.Known}")];
        return
        [
            .. InteractiveActionParser.Check(kind, asked.Action, $"{at}.action"),
            .. string.IsNullOrWhiteSpace(asked.Body?.Text) && InteractiveActionParser.NeedsBody(kind)
                ? [TextMissing($"{at}.body.text")]
                : FieldChecks.Optional(asked.Body?.Text, $"{at}.body.text", LongestBody),
            .. CheckHeader(asked.Header, $"{at}.header"),
            .. FieldChecks.Optional(asked.Footer?.Text, $"{at}.footer.text", LongestLine),
        ];
    }

    public static ContentBody.Interactive Read(RequestedInteractive asked) => new(
        InteractiveActionParser.Read(InteractiveActionParser.KindOf(asked)!.Value, asked.Action),
        Words(asked.Body?.Text),
        asked.Header is { } header ? Read(header) : null,
        Words(asked.Footer?.Text));

    private static IEnumerable<Problem> CheckHeader(RequestedHeader? asked, string at) => asked is null ? [] : KindOf(asked) switch
    {
        null => [InvalidParameter($"{at}.type", "must be text, image, video or document")],
        Header.Text => FieldChecks.Required(asked.Text, $"{at}.text", LongestLine),
        var kind when MediumOf(asked) is { Id: { Length: > 0 } } => [],
        var kind => FieldChecks.Media(MediumOf(asked)?.Link, $"{at}.{kind.Value.ToString().ToLowerInvariant()}.link"),
    };

    private static InteractiveHeader Read(RequestedHeader asked)
    {
        if (KindOf(asked) == Header.Text)
            return new InteractiveHeader.Text(asked.Text!);
        var medium = MediumOf(asked)!;
        var id = string.IsNullOrEmpty(medium.Id) ? null : medium.Id;
        return new InteractiveHeader.Media(
            EnumText.ParseOrNull<HeaderMedium>(KindOf(asked).ToString())!.Value, id is null ? WebAddress.Read(medium.Link) : null, id, Words(medium.Filename));
    }

    private static Header? KindOf(RequestedHeader asked) => asked is { Type: null, Text: not null } ? Header.Text : EnumText.ParseOrNull<Header>(asked.Type);

    private static RequestedMedium? MediumOf(RequestedHeader asked) => KindOf(asked) switch
    {
        Header.Image => asked.Image,
        Header.Video => asked.Video,
        _ => asked.Document,
    };

    private static string? Words(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
