using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using Header = FallbackOrchestrator.Sending.Contents.InteractiveParser.Header;
using Kind = FallbackOrchestrator.Sending.Contents.InteractiveActionParser.Kind;
using Parameter = FallbackOrchestrator.Sending.Contents.TemplateParameterParser.Kind;
using Part = FallbackOrchestrator.Sending.Contents.TemplateParser.Part;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Names the fields of a content that the service knows, but that the content's type does not use.</summary>
internal static class UnusedContent
{
    private const int MostNames = 20;

    /// <summary>The warnings about the content of a message and of its steps.</summary>
    public static IEnumerable<string> Of(SendRequest request)
    {
        var unused = Fields(request.Type, request.Content, "content").ToList();
        for (var i = 0; i < request.Channels?.Count; i++)
        {
            if (request.Channels[i] is { Content: { } own } step)
                unused.AddRange(Fields(string.IsNullOrEmpty(step.Type) ? request.Type : step.Type, own, $"channels[{i}].content"));
        }
        if (unused.Count > 0)
        {
            var more = unused.Count > MostNames ? $" and {unused.Count - MostNames} more" : "";
            yield return $"not used by content of this type: {string.Join(", ", unused.Take(MostNames))}{more}";
        }
    }

    private static IEnumerable<string> Fields(string? type, RequestedContent? requested, string at)
    {
        if (requested is null || EnumText.ParseOrNull<ContentKind>(type) is not { } kind)
            return [];
        var isMedium = kind is ContentKind.Image or ContentKind.Audio or ContentKind.Video or ContentKind.File or ContentKind.Buttons;
        return Given(
                at,
                (requested.Url, "url", isMedium),
                (requested.Location, "location", kind == ContentKind.Location),
                (requested.Image, "image", kind == ContentKind.Image),
                (requested.Audio, "audio", kind == ContentKind.Audio),
                (requested.Video, "video", kind == ContentKind.Video),
                (requested.Button, "button", kind is ContentKind.Video or ContentKind.Buttons),
                (requested.Template, "template", kind == ContentKind.Template),
                (requested.Interactive, "interactive", kind == ContentKind.Interactive),
                (requested.RichCard, "richCard", kind == ContentKind.RichCard),
                (requested.Carousel, "carousel", kind == ContentKind.Carousel))
            .Concat(kind switch
            {
                ContentKind.Interactive => OfInteractive(requested.Interactive, $"{at}.interactive"),
                ContentKind.Template => OfComponents(requested.Template?.Components, $"{at}.template.components"),
                _ => [],
            });
    }

    private static IEnumerable<string> OfInteractive(RequestedInteractive? requested, string at)
    {
        if (requested is null)
            return [];
        var kind = InteractiveActionParser.KindOf(requested);
        var header = requested.Header is null ? null : InteractiveParser.HeaderOf(requested.Header);
        return Given(
                $"{at}.header",
                (requested.Header?.Text, "text", header == Header.Text),
                (requested.Header?.Image, "image", header == Header.Image),
                (requested.Header?.Video, "video", header == Header.Video),
                (requested.Header?.Document, "document", header == Header.Document))
            .Concat(Given(
                $"{at}.action",
                (requested.Action?.Button, "button", kind == Kind.List),
                (requested.Action?.Buttons, "buttons", kind == Kind.Button),
                (requested.Action?.CatalogId, "catalog_id", kind is Kind.Product or Kind.ProductList),
                (requested.Action?.ProductRetailerId, "product_retailer_id", kind is Kind.Product or Kind.ProductList),
                (requested.Action?.Sections, "sections", kind is Kind.List or Kind.ProductList),
                (requested.Action?.Parameters, "parameters", kind is Kind.CtaUrl or Kind.Flow or Kind.VoiceCall)))
            .Concat(kind is Kind.CtaUrl or Kind.Flow or Kind.VoiceCall ? OfParameters(kind.Value, requested.Action?.Parameters,
                $"{at}.action.parameters") : []);
    }

    private static IEnumerable<string> OfParameters(Kind kind, RequestedActionParameters? requested, string at) => Given(
        at,
        (requested?.DisplayText, "display_text", kind is Kind.CtaUrl or Kind.VoiceCall),
        (requested?.Url, "url", kind == Kind.CtaUrl),
        (requested?.TtlMinutes, "ttlMinutes", kind == Kind.VoiceCall),
        (requested?.Payload, "payload", kind == Kind.VoiceCall),
        (requested?.FlowId, "flowId", kind == Kind.Flow),
        (requested?.FlowCta, "flowCta", kind == Kind.Flow),
        (requested?.FlowAction, "flowAction", kind == Kind.Flow),
        (requested?.FlowActionPayload, "flowActionPayload", Navigates(kind, requested)),
        (requested?.FlowActionData, "flowActionData", Navigates(kind, requested) && requested?.FlowActionPayload is null),
        (requested?.FlowToken, "flowToken", kind == Kind.Flow),
        (requested?.Mode, "mode", kind == Kind.Flow),
        (requested?.FlowMessageVersion, "flowMessageVersion", kind == Kind.Flow));

    // With data_exchange the business's endpoint returns the first screen.
    private static bool Navigates(Kind kind, RequestedActionParameters? requested) =>
        kind == Kind.Flow && EnumText.ParseOrNull<FlowAction>(requested?.FlowAction) != FlowAction.DataExchange;

    private static IEnumerable<string> OfComponents(IReadOnlyList<RequestedComponent?>? requested, string at) =>
        (requested ?? []).SelectMany((component, i) => component is null ? [] : OfComponent(component, $"{at}[{i}]"));

    private static IEnumerable<string> OfComponent(RequestedComponent requested, string at)
    {
        var part = TemplateParser.PartOf(requested);
        var takesParameters = part is Part.Header or Part.Body or Part.Footer or Part.Button;
        return Given(
                at,
                (requested.Parameters, "parameters", takesParameters),
                (requested.Index, "index", part == Part.Button),
                (requested.SubType, "subType", part == Part.Button),
                (requested.Cards, "cards", part == Part.Carousel))
            .Concat(takesParameters ? (requested.Parameters ?? []).SelectMany((one, i) => OfParameter(one, $"{at}.parameters[{i}]")) : [])
            .Concat(part == Part.Carousel ? (requested.Cards ?? []).SelectMany((card, i) => OfComponents(card?.Components,
                $"{at}.cards[{i}].components")) : []);
    }

    private static IEnumerable<string> OfParameter(RequestedParameter? requested, string at)
    {
        var kind = EnumText.ParseOrNull<Parameter>(requested?.Type);
        return Given(
            at,
            (requested?.Text, "text", kind == Parameter.Text),
            (requested?.Name, "name", kind == Parameter.Text),
            (requested?.Url, "url", kind is Parameter.Image or Parameter.Gif or Parameter.Video or Parameter.Document),
            (requested?.Location, "location", kind == Parameter.Location),
            (requested?.Payload, "payload", kind == Parameter.Payload),
            (requested?.CouponCode, "couponCode", kind == Parameter.CouponCode),
            (requested?.FlowActionData, "flowActionData", kind == Parameter.Action),
            // The template itself names the screen.
            (kind == Parameter.Action ? requested?.FlowActionData?.Screen : null, "flowActionData.screen", false),
            (requested?.TtlMinutes, "ttlMinutes", kind == Parameter.TtlMinutes));
    }

    // Fields that 8x8's samples leave blank have no meaning, and neither has null.
    private static IEnumerable<string> Given(string at, params (object? Value, string Name, bool IsUsed)[] fields) =>
        fields.Where(field => !field.IsUsed && field.Value is not (null or "")).Select(field => $"{at}.{field.Name}");
}
