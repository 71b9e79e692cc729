namespace FallbackOrchestrator.Messages.Contents;

/// <summary>Finds parts of an interactive message that WhatsApp rejects although 8x8's schema allows them.</summary>
internal static class WhatsAppRefusals
{
    private const int LongestFlowButton = 20;

    /// <summary>One sentence for each part that will be rejected; none if none is known.</summary>
    public static IEnumerable<string> Of(ContentBody body) => body switch
    {
        ContentBody.Interactive interactive => OfInteractive(interactive),
        ContentBody.Template template => WhatsAppTemplateRefusals.Of(template),
        _ => [],
    };

    private static IEnumerable<string> OfInteractive(ContentBody.Interactive interactive)
    {
        foreach (var (part, text) in TextsOf(interactive))
        {
            if (text is not null && BlankText.Is(text))
                yield return $"interactive.{part}: WhatsApp refuses a text that shows nothing";
        }
        if (interactive.Header is InteractiveHeader.Media { Link: { } link } medium
            && FileTypes.WhyNot(link, TypesOf(medium.Medium)) is { } why)
            yield return $"interactive.header: {why}";
        var sentence = interactive.Action switch
        {
            InteractiveAction.ReplyButtons reply when Repeats(reply.Buttons.Select(button => button.Id)) =>
                "WhatsApp refuses two reply buttons with the same id",
            InteractiveAction.ReplyButtons reply when Repeats(reply.Buttons.Select(button => button.Title)) =>
                "WhatsApp refuses two reply buttons with the same title",
            InteractiveAction.List list when Repeats(list.Sections.SelectMany(section => section.Rows).Select(row => row.Id)) =>
                "WhatsApp refuses two rows of a list with the same id",
            InteractiveAction.List when interactive.Header is InteractiveHeader.Media =>
                "WhatsApp refuses a list whose header is not a text",
            InteractiveAction.Product when interactive.Header is not null =>
                "WhatsApp refuses a product with a header",
            InteractiveAction.ProductList when interactive.Header is not InteractiveHeader.Text =>
                "WhatsApp refuses a product_list without a header of type text",
            InteractiveAction.LocationRequest when interactive.Header is not null || interactive.Footer is not null =>
                "WhatsApp refuses a location_request_message with a header or a footer",
            InteractiveAction.Flow flow when flow.Cta.Length > LongestFlowButton =>
                $"WhatsApp may refuse a flowCta of more than {LongestFlowButton} characters",
            _ => null,
        };
        if (sentence is not null)
            yield return sentence;
    }

    // What the person sees, with the place in the request.
    private static IEnumerable<(string Part, string? Text)> TextsOf(ContentBody.Interactive interactive)
    {
        yield return ("header", (interactive.Header as InteractiveHeader.Text)?.Value);
        yield return ("body", interactive.Body);
        yield return ("footer", interactive.Footer);
        foreach (var text in TextsOf(interactive.Action))
            yield return text;
    }

    private static IEnumerable<(string Part, string? Text)> TextsOf(InteractiveAction action) => action switch
    {
        InteractiveAction.ReplyButtons reply => reply.Buttons.Select((button, i) => ($"action.buttons[{i}]", (string?)button.Title)),
        InteractiveAction.List list => list.Sections
            .SelectMany((section, i) => section.Rows.Select((row, j) => ($"action.sections[{i}].rows[{j}]", (string?)row.Title))
                .Prepend(($"action.sections[{i}]", section.Title)))
            .Prepend(("action.button", list.Button)),
        InteractiveAction.ProductList list => list.Sections.Select((section, i) => ($"action.sections[{i}]", (string?)section.Title)),
        InteractiveAction.OpenUrl link => [("action.parameters", link.DisplayText)],
        InteractiveAction.VoiceCall call => [("action.parameters", call.DisplayText)],
        InteractiveAction.Flow flow => [("action.parameters", flow.Cta)],
        _ => [],
    };

    private static IReadOnlyList<string>? TypesOf(HeaderMedium medium) => medium switch
    {
        HeaderMedium.Image => FileTypes.Pictures,
        HeaderMedium.Video => FileTypes.Videos,
        _ => null,
    };

    /// <summary>True if a text occurs more than once.</summary>
    internal static bool Repeats(IEnumerable<string> texts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return texts.Any(text => !seen.Add(text.Trim()));
    }
}
