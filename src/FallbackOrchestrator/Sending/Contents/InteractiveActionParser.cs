using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads what an interactive message lets the person do.</summary>
internal static class InteractiveActionParser
{
    public const string Known =
        "button, list, product, product_list, cta_url, flow, call_permission_request, request_contact_info, voice_call or location_request_message";

    private const int LongestLabel = 20;
    private const int LongestTitle = 24;
    private const int LongestId = 256;
    private const int LongestUrl = 2000;
    private const int MostRows = 10;
    private const int MostProducts = 30;

    public enum Kind
    {
        Button,
        List,
        Product,
        ProductList,
        CtaUrl,
        Flow,
        CallPermissionRequest,
        RequestContactInfo,
        VoiceCall,
        LocationRequestMessage,
    }

    /// <summary>The type as written; left out, as in one of 8x8's samples, what the action has the fields of.</summary>
    public static Kind? KindOf(RequestedInteractive asked) => !string.IsNullOrEmpty(asked.Type)
        ? EnumText.ParseOrNull<Kind>(asked.Type)
        : asked.Action switch
        {
            { Buttons.Count: > 0 } => Kind.Button,
            { Sections: { Count: > 0 } sections } => sections.Any(section => section?.ProductItems is not null) ? Kind.ProductList : Kind.List,
            { ProductRetailerId: not null } => Kind.Product,
            { Parameters.FlowId: not null } => Kind.Flow,
            { Parameters.Url: not null } => Kind.CtaUrl,
            { Name: "send_location" } => Kind.LocationRequestMessage,
            _ => null,
        };

    public static bool NeedsBody(Kind kind) => kind is not (Kind.Product or Kind.CallPermissionRequest or Kind.RequestContactInfo);

    public static IEnumerable<Problem> Check(Kind kind, RequestedAction? asked, string at)
    {
        var parameters = $"{at}.parameters";
        return kind switch
        {
            Kind.CallPermissionRequest or Kind.RequestContactInfo or Kind.LocationRequestMessage => [],
            Kind.VoiceCall =>
            [
                .. FieldChecks.Optional(asked?.Parameters?.DisplayText, $"{parameters}.display_text", LongestLabel),
                .. FieldChecks.Range(asked?.Parameters?.TtlMinutes, $"{parameters}.ttlMinutes", 1, 43_200),
                .. FieldChecks.Optional(asked?.Parameters?.Payload, $"{parameters}.payload", 512),
            ],
            _ when asked is null => [InvalidParameter(at, "must say what can be tapped")],
            Kind.Button => FieldChecks.Each(asked.Buttons, $"{at}.buttons", 1, 3, CheckReply),
            Kind.List =>
            [
                .. FieldChecks.Required(asked.Button, $"{at}.button", LongestLabel),
                .. CheckSections(asked, $"{at}.sections", CheckRows),
                .. CheckTotal(asked, $"{at}.sections", section => section.Rows?.Count, MostRows, "rows"),
            ],
            Kind.Product =>
            [
                .. FieldChecks.Required(asked.CatalogId, $"{at}.catalog_id", LongestId),
                .. FieldChecks.Required(asked.ProductRetailerId, $"{at}.product_retailer_id", LongestId),
            ],
            Kind.ProductList =>
            [
                .. FieldChecks.Required(asked.CatalogId, $"{at}.catalog_id", LongestId),
                .. CheckSections(asked, $"{at}.sections", CheckProducts),
                .. CheckTotal(asked, $"{at}.sections", section => section.ProductItems?.Count, MostProducts, "products"),
            ],
            Kind.CtaUrl =>
            [
                .. FieldChecks.Required(asked.Parameters?.DisplayText, $"{parameters}.display_text", LongestLabel),
                .. FieldChecks.Address(asked.Parameters?.Url, $"{parameters}.url", LongestUrl),
            ],
            _ => CheckFlow(asked.Parameters, parameters),
        };
    }

    public static InteractiveAction Read(Kind kind, RequestedAction? asked) => kind switch
    {
        Kind.Button => new InteractiveAction.ReplyButtons(
            [.. asked!.Buttons!.Select(button => new ReplyButton(button!.Reply!.Id!, button.Reply.Title!))]),
        Kind.List => new InteractiveAction.List(asked!.Button!, [.. asked.Sections!.Select(section => new ListSection(
            Words(section!.Title), [.. section.Rows!.Select(row => new ListRow(row!.Id!, row.Title!, Words(row.Description)))]))]),
        Kind.Product => new InteractiveAction.Product(asked!.CatalogId!, asked.ProductRetailerId!),
        Kind.ProductList => new InteractiveAction.ProductList(asked!.CatalogId!, Words(asked.ProductRetailerId), [.. asked.Sections!.Select(section =>
            new ProductSection(Words(section!.Title), [.. section.ProductItems!.Select(product => product!.ProductRetailerId!)]))]),
        Kind.CtaUrl => new InteractiveAction.OpenUrl(asked!.Parameters!.DisplayText!, WebAddress.Read(asked.Parameters.Url)!),
        Kind.Flow => Flow(asked!.Parameters!),
        Kind.CallPermissionRequest => new InteractiveAction.CallPermissionRequest(),
        Kind.RequestContactInfo => new InteractiveAction.ContactInfoRequest(),
        Kind.VoiceCall => new InteractiveAction.VoiceCall(
            Words(asked?.Parameters?.DisplayText), asked?.Parameters?.TtlMinutes, Words(asked?.Parameters?.Payload)),
        _ => new InteractiveAction.LocationRequest(),
    };

    private static IEnumerable<Problem> CheckReply(RequestedReplyButton asked, string at) =>
    [
        .. FieldChecks.Required(asked.Reply?.Id, $"{at}.reply.id", LongestId),
        .. FieldChecks.Required(asked.Reply?.Title, $"{at}.reply.title", LongestLabel),
    ];

    private static IEnumerable<Problem> CheckSections(
        RequestedAction asked, string at, Func<RequestedSection, string, IEnumerable<Problem>> check) =>
        FieldChecks.Each(asked.Sections, at, 1, 10, (section, field) =>
        [
            .. asked.Sections!.Count > 1
                ? FieldChecks.Required(section.Title, $"{field}.title", LongestTitle)
                : FieldChecks.Optional(section.Title, $"{field}.title", LongestTitle),
            .. check(section, field),
        ]);

    private static IEnumerable<Problem> CheckTotal(RequestedAction asked, string at, Func<RequestedSection, int?> count, int most, string what) =>
        asked.Sections?.OfType<RequestedSection>().Sum(count) > most ? [OutOfRange(at, $"may have {most} {what} in all")] : [];

    private static IEnumerable<Problem> CheckRows(RequestedSection section, string at) =>
        FieldChecks.Each(section.Rows, $"{at}.rows", 1, MostRows, (row, field) =>
        [
            .. FieldChecks.Required(row.Id, $"{field}.id", 200),
            .. FieldChecks.Required(row.Title, $"{field}.title", LongestTitle),
            .. FieldChecks.Optional(row.Description, $"{field}.description", 72),
        ]);

    private static IEnumerable<Problem> CheckProducts(RequestedSection section, string at) =>
        FieldChecks.Each(section.ProductItems, $"{at}.product_items", 1, MostProducts, (product, field) =>
            FieldChecks.Required(product.ProductRetailerId, $"{field}.product_retailer_id", LongestId));

    private static IEnumerable<Problem> CheckFlow(RequestedActionParameters? asked, string at) =>
    [
        .. FieldChecks.Required(asked?.FlowId, $"{at}.flowId", LongestId),
        .. FieldChecks.Required(asked?.FlowCta, $"{at}.flowCta", 30),
        .. string.IsNullOrEmpty(asked?.FlowAction) ? [] : FieldChecks.OneOf<FlowAction>(asked.FlowAction, $"{at}.flowAction", "navigate or data_exchange"),
        .. FlowDataParser.IsObjectOrNone(asked?.FlowActionPayload)
            ? Array.Empty<Problem>()
            : [InvalidParameter($"{at}.flowActionPayload.data", "must be an object")],
    ];

    private static InteractiveAction.Flow Flow(RequestedActionParameters asked) => new(
        asked.FlowId!,
        asked.FlowCta!,
        EnumText.ParseOrNull<FlowAction>(asked.FlowAction) ?? FlowAction.Navigate,
        FlowDataParser.Screen(asked.FlowActionPayload),
        FlowDataParser.Data(asked.FlowActionPayload));

    private static string? Words(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
