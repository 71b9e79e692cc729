using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using Kind = FallbackOrchestrator.Sending.Contents.InteractiveActionParser.Kind;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Names the fields of a content that are known and that its type does not use.</summary>
internal static class UnusedContent
{
    private const int MostNames = 20;

    /// <summary>The warnings about a message's content and its steps' own.</summary>
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

    private static IEnumerable<string> Fields(string? type, RequestedContent? asked, string at)
    {
        if (asked is null || EnumText.ParseOrNull<ContentKind>(type) is not { } kind)
            return [];
        var isMedium = kind is ContentKind.Image or ContentKind.Audio or ContentKind.Video or ContentKind.File or ContentKind.Buttons;
        return Given(
                at,
                (asked.Url, "url", isMedium),
                (asked.Location, "location", kind == ContentKind.Location),
                (asked.Image, "image", kind == ContentKind.Image),
                (asked.Audio, "audio", kind == ContentKind.Audio),
                (asked.Video, "video", kind == ContentKind.Video),
                (asked.Button, "button", kind is ContentKind.Video or ContentKind.Buttons),
                (asked.Template, "template", kind == ContentKind.Template),
                (asked.Interactive, "interactive", kind == ContentKind.Interactive),
                (asked.RichCard, "richCard", kind == ContentKind.RichCard),
                (asked.Carousel, "carousel", kind == ContentKind.Carousel))
            .Concat(kind switch
            {
                ContentKind.Interactive => OfInteractive(asked.Interactive!, $"{at}.interactive"),
                ContentKind.Template => OfComponents(asked.Template!.Components, $"{at}.template.components"),
                _ => [],
            });
    }

    private static IEnumerable<string> OfInteractive(RequestedInteractive asked, string at)
    {
        var kind = InteractiveActionParser.KindOf(asked);
        var header = asked.Header is { } above && !(above.Type is null && above.Text is not null) ? above.Type?.ToUpperInvariant() : "TEXT";
        return Given(
                $"{at}.header",
                (asked.Header?.Text, "text", header == "TEXT"),
                (asked.Header?.Image, "image", header == "IMAGE"),
                (asked.Header?.Video, "video", header == "VIDEO"),
                (asked.Header?.Document, "document", header == "DOCUMENT"))
            .Concat(Given(
                $"{at}.action",
                (asked.Action?.Button, "button", kind == Kind.List),
                (asked.Action?.Buttons, "buttons", kind == Kind.Button),
                (asked.Action?.CatalogId, "catalog_id", kind is Kind.Product or Kind.ProductList),
                (asked.Action?.ProductRetailerId, "product_retailer_id", kind is Kind.Product or Kind.ProductList),
                (asked.Action?.Sections, "sections", kind is Kind.List or Kind.ProductList),
                (asked.Action?.Parameters, "parameters", kind is Kind.CtaUrl or Kind.Flow or Kind.VoiceCall)))
            .Concat(kind is Kind.CtaUrl or Kind.Flow or Kind.VoiceCall ? OfParameters(kind.Value, asked.Action?.Parameters, $"{at}.action.parameters") : []);
    }

    private static IEnumerable<string> OfParameters(Kind kind, RequestedActionParameters? asked, string at) => Given(
        at,
        (asked?.DisplayText, "display_text", kind is Kind.CtaUrl or Kind.VoiceCall),
        (asked?.Url, "url", kind == Kind.CtaUrl),
        (asked?.TtlMinutes, "ttlMinutes", kind == Kind.VoiceCall),
        (asked?.Payload, "payload", kind == Kind.VoiceCall),
        (asked?.FlowId, "flowId", kind == Kind.Flow),
        (asked?.FlowCta, "flowCta", kind == Kind.Flow),
        (asked?.FlowAction, "flowAction", kind == Kind.Flow),
        (asked?.FlowActionPayload, "flowActionPayload", kind == Kind.Flow));

    private static IEnumerable<string> OfComponents(IReadOnlyList<RequestedComponent?>? asked, string at) =>
        (asked ?? []).SelectMany((component, i) => component is null ? [] : OfComponent(component, $"{at}[{i}]"));

    private static IEnumerable<string> OfComponent(RequestedComponent asked, string at)
    {
        var type = asked.Type?.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() is { Length: > 0 } word ? word : "BODY";
        var takesParameters = type is "HEADER" or "BODY" or "FOOTER" or "BUTTON";
        return Given(
                at,
                (asked.Parameters, "parameters", takesParameters),
                (asked.Index, "index", type == "BUTTON"),
                (asked.SubType, "subType", type == "BUTTON"),
                (asked.Cards, "cards", type == "CAROUSEL"))
            .Concat(takesParameters ? (asked.Parameters ?? []).SelectMany((one, i) => OfParameter(one!, $"{at}.parameters[{i}]")) : [])
            .Concat(type == "CAROUSEL" ? (asked.Cards ?? []).SelectMany((card, i) => OfComponents(card?.Components, $"{at}.cards[{i}].components")) : []);
    }

    private static IEnumerable<string> OfParameter(RequestedParameter asked, string at)
    {
        var type = asked.Type?.Replace("_", "", StringComparison.Ordinal).Trim().ToUpperInvariant();
        return Given(
            at,
            (asked.Text, "text", type == "TEXT"),
            (asked.Name, "name", type == "TEXT"),
            (asked.Url, "url", type is "IMAGE" or "GIF" or "VIDEO" or "DOCUMENT"),
            (asked.Location, "location", type == "LOCATION"),
            (asked.Payload, "payload", type == "PAYLOAD"),
            (asked.CouponCode, "couponCode", type == "COUPONCODE"),
            (asked.FlowActionData, "flowActionData", type == "ACTION"),
            (asked.TtlMinutes, "ttlMinutes", type == "TTLMINUTES"));
    }

    // What 8x8's samples leave blank says nothing, and so does null.
    private static IEnumerable<string> Given(string at, params (object? Value, string Name, bool IsUsed)[] fields) =>
        fields.Where(field => !field.IsUsed && field.Value is not (null or "")).Select(field => $"{at}.{field.Name}");
}
