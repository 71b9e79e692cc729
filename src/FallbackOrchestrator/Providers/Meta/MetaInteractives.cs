using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>Writes interactive messages.</summary>
internal static class MetaInteractives
{
    private const string FlowVersion = "3"; // The only one that Meta accepts.
    private const string FirstScreen = "FIRST_ENTRY_SCREEN";

    public static MetaInteractive Write(ContentBody.Interactive interactive)
    {
        var (type, action) = Write(interactive.Action);
        return new MetaInteractive(type, Write(interactive.Header), Words(interactive.Body), Words(interactive.Footer), action);
    }

    private static (string Type, MetaAction Action) Write(InteractiveAction action) => action switch
    {
        InteractiveAction.ReplyButtons reply => ("button", new MetaAction(
            Buttons: [.. reply.Buttons.Select(button => new MetaButton("reply", new MetaReply(button.Id, button.Title)))])),
        InteractiveAction.List list => ("list", new MetaAction(
            Button: list.Button,
            Sections: [.. list.Sections.Select(section => new MetaSection(
                section.Title, Rows: [.. section.Rows.Select(row => new MetaRow(row.Id, row.Title, row.Description))]))])),
        InteractiveAction.Product product =>
            ("product", new MetaAction(CatalogId: product.CatalogId, ProductRetailerId: product.RetailerId)),
        InteractiveAction.ProductList list => ("product_list", new MetaAction(
            CatalogId: list.CatalogId,
            ProductRetailerId: list.RetailerId,
            Sections: [.. list.Sections.Select(section => new MetaSection(
                section.Title, ProductItems: [.. section.RetailerIds.Select(id => new MetaProduct(id))]))])),
        InteractiveAction.OpenUrl open => ("cta_url", new MetaAction(
            "cta_url", Parameters: new MetaActionParameters(open.DisplayText, open.Url.OriginalString))),
        InteractiveAction.Flow flow => ("flow", new MetaAction("flow", Parameters: Write(flow))),
        InteractiveAction.VoiceCall { DisplayText: null, TtlMinutes: null, Payload: null } => Named("voice_call"),
        InteractiveAction.VoiceCall call => ("voice_call", new MetaAction(
            "voice_call", Parameters: new MetaActionParameters(call.DisplayText, TtlMinutes: call.TtlMinutes, Payload: call.Payload))),
        InteractiveAction.LocationRequest => ("location_request_message", new MetaAction("send_location")),
        InteractiveAction.CallPermissionRequest => Named("call_permission_request"),
        InteractiveAction.ContactInfoRequest => Named("request_contact_info"),
        _ => throw new NotSupportedException($"no way to write {action.GetType().Name}"),
    };

    private static (string Type, MetaAction Action) Named(string type) => (type, new MetaAction(type));

    private static MetaActionParameters Write(InteractiveAction.Flow flow) => new(
        FlowMessageVersion: FlowVersion,
        FlowToken: flow.Token,
        FlowId: flow.Id,
        FlowCta: flow.Cta,
        Mode: flow.Mode switch { FlowMode.Draft => "draft", FlowMode.Published => "published", _ => null },
        FlowAction: flow.Action == FlowAction.DataExchange ? "data_exchange" : "navigate",
        FlowActionPayload: flow is { Action: FlowAction.Navigate } and ({ Screen: not null } or { Data: not null })
            ? new MetaFlowPayload(flow.Screen ?? FirstScreen, flow.Data)
            : null);

    private static MetaHeader? Write(InteractiveHeader? header) => header switch
    {
        InteractiveHeader.Text text => new MetaHeader("text", text.Value),
        InteractiveHeader.Media { Medium: HeaderMedium.Image } image => new MetaHeader("image", Image: Medium(image)),
        InteractiveHeader.Media { Medium: HeaderMedium.Video } video => new MetaHeader("video", Video: Medium(video)),
        InteractiveHeader.Media document => new MetaHeader(
            "document", Document: Medium(document) with { Filename = document.FileName ?? NameOf(document.Link) }),
        _ => null,
    };

    private static string? NameOf(Uri? link) => link is null ? null : MediaName.Of(link);

    private static MetaMedia Medium(InteractiveHeader.Media media) => new(media.Link?.OriginalString, media.Id);

    private static MetaTextBlock? Words(string? text) => text is null ? null : new MetaTextBlock(text);
}
