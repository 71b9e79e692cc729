using System.Collections.Immutable;
using System.Text.Json;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads the action of an interactive message.</summary>
internal static class InteractiveActionParser
{
    private const int LongestLabel = 20;
    private const int LongestTitle = 24;
    private const int LongestId = 256;
    private const int LongestUrl = 2000;
    private const int LongestToken = 1024;
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

    /// <summary>The types, for an error.</summary>
    public static string Known => EnumText.OneOf<Kind>(JsonNamingPolicy.SnakeCaseLower);

    /// <summary>The type that the request names. One of 8x8's samples names none; then the fields of the action decide.</summary>
    public static Kind? KindOf(RequestedInteractive requested) => !string.IsNullOrEmpty(requested.Type)
        ? EnumText.ParseOrNull<Kind>(requested.Type)
        : requested.Action switch
        {
            { Buttons.Count: > 0 } => Kind.Button,
            { Sections: { Count: > 0 } sections } =>
                sections.Any(section => section?.ProductItems is not null) ? Kind.ProductList : Kind.List,
            { ProductRetailerId: not null } => Kind.Product,
            { Parameters.FlowId: not null } => Kind.Flow,
            { Parameters.Url: not null } => Kind.CtaUrl,
            { Name: "send_location" } => Kind.LocationRequestMessage,
            _ => null,
        };

    /// <summary>True if WhatsApp requires a body text with it.</summary>
    public static bool NeedsBody(Kind kind) => kind is not (Kind.Product or Kind.CallPermissionRequest or Kind.RequestContactInfo);

    public static InteractiveAction Read(Kind kind, RequestedAction? requested, string at, FieldReader fields)
    {
        var parameters = requested?.Parameters ?? new RequestedActionParameters();
        if (requested is null
            && kind is not (Kind.CallPermissionRequest or Kind.RequestContactInfo or Kind.LocationRequestMessage or Kind.VoiceCall))
            fields.Refuse(InvalidParameter(at, "must say what can be tapped"));
        requested ??= new RequestedAction();
        return kind switch
        {
            Kind.Button => new InteractiveAction.ReplyButtons(fields.Each(requested.Buttons, $"{at}.buttons", 1, 3, ReadReply)),
            Kind.List => ReadList(requested, at, fields),
            Kind.Product => new InteractiveAction.Product(
                fields.Required(requested.CatalogId, $"{at}.catalog_id", LongestId),
                fields.Required(requested.ProductRetailerId, $"{at}.product_retailer_id", LongestId)),
            Kind.ProductList => ReadProducts(requested, at, fields),
            Kind.CtaUrl => new InteractiveAction.OpenUrl(
                fields.Required(parameters.DisplayText, $"{at}.parameters.display_text", LongestLabel),
                fields.Address(parameters.Url, $"{at}.parameters.url", LongestUrl)),
            Kind.Flow => ReadFlow(parameters, $"{at}.parameters", fields),
            Kind.CallPermissionRequest => new InteractiveAction.CallPermissionRequest(),
            Kind.RequestContactInfo => new InteractiveAction.ContactInfoRequest(),
            Kind.VoiceCall => new InteractiveAction.VoiceCall(
                FieldReader.NullIfBlank(fields.Optional(parameters.DisplayText, $"{at}.parameters.display_text", LongestLabel)),
                fields.Range(parameters.TtlMinutes, $"{at}.parameters.ttlMinutes", 1, 43_200),
                FieldReader.NullIfBlank(fields.Optional(parameters.Payload, $"{at}.parameters.payload", 512))),
            _ => new InteractiveAction.LocationRequest(),
        };
    }

    private static ReplyButton ReadReply(RequestedReplyButton requested, string at, FieldReader fields) => new(
        fields.Required(requested.Reply?.Id, $"{at}.reply.id", LongestId),
        fields.Required(requested.Reply?.Title, $"{at}.reply.title", LongestLabel));

    private static InteractiveAction.List ReadList(RequestedAction requested, string at, FieldReader fields)
    {
        var button = fields.Required(requested.Button, $"{at}.button", LongestLabel);
        var sections = ReadSections(requested, at, fields, (section, title, field) => new ListSection(
            title, fields.Each(section.Rows, $"{field}.rows", 1, MostRows, ReadRow)));
        if (sections.Sum(section => section.Rows.Length) > MostRows)
            fields.Refuse(OutOfRange($"{at}.sections", $"may have {MostRows} rows in all"));
        return new InteractiveAction.List(button, sections);
    }

    private static InteractiveAction.ProductList ReadProducts(RequestedAction requested, string at, FieldReader fields)
    {
        var catalog = fields.Required(requested.CatalogId, $"{at}.catalog_id", LongestId);
        var sections = ReadSections(requested, at, fields, (section, title, field) => new ProductSection(
            title, fields.Each(section.ProductItems, $"{field}.product_items", 1, MostProducts, ReadProduct)));
        if (sections.Sum(section => section.RetailerIds.Length) > MostProducts)
            fields.Refuse(OutOfRange($"{at}.sections", $"may have {MostProducts} products in all"));
        return new InteractiveAction.ProductList(catalog, FieldReader.NullIfBlank(requested.ProductRetailerId), sections);
    }

    // If there are several sections, each needs a title.
    private static ImmutableArray<T> ReadSections<T>(
        RequestedAction requested, string at, FieldReader fields, Func<RequestedSection, string?, string, T> read)
    {
        var needTitles = requested.Sections is { Count: > 1 };
        return fields.Each(requested.Sections, $"{at}.sections", 1, 10, (section, field, _) =>
        {
            var title = needTitles
                ? fields.Required(section.Title, $"{field}.title", LongestTitle)
                : FieldReader.NullIfBlank(fields.Optional(section.Title, $"{field}.title", LongestTitle));
            return read(section, title, field);
        });
    }

    private static ListRow ReadRow(RequestedRow requested, string at, FieldReader fields) => new(
        fields.Required(requested.Id, $"{at}.id", 200),
        fields.Required(requested.Title, $"{at}.title", LongestTitle),
        FieldReader.NullIfBlank(fields.Optional(requested.Description, $"{at}.description", 72)));

    private static string ReadProduct(RequestedProduct requested, string at, FieldReader fields) =>
        fields.Required(requested.ProductRetailerId, $"{at}.product_retailer_id", LongestId);

    private static InteractiveAction.Flow ReadFlow(RequestedActionParameters requested, string at, FieldReader fields)
    {
        var id = fields.Required(requested.FlowId, $"{at}.flowId", LongestId);
        var label = fields.Required(requested.FlowCta, $"{at}.flowCta", 30);
        var action = fields.OptionalOneOf<FlowAction>(requested.FlowAction, $"{at}.flowAction", JsonNamingPolicy.SnakeCaseLower)
            ?? FlowAction.Navigate;
        var (payload, name) = requested.FlowActionPayload is { } published
            ? (published, "flowActionPayload") : (requested.FlowActionData, "flowActionData");
        if (!FlowDataParser.TryRead(payload, out var screen, out var data))
            fields.Refuse(InvalidParameter($"{at}.{name}.data", "must be an object"));
        var token = FieldReader.NullIfBlank(fields.Optional(requested.FlowToken, $"{at}.flowToken", LongestToken));
        var mode = fields.OptionalOneOf<FlowMode>(requested.Mode, $"{at}.mode");
        return new InteractiveAction.Flow(id, label, action, screen, data, token, mode);
    }
}
