using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Channels.WhatsApp;

/// <summary>Writes interactive messages.</summary>
internal static class WhatsAppInteractives
{
    private const string FlowVersion = "3"; // The only one that Meta accepts.
    private const string FirstScreen = "FIRST_ENTRY_SCREEN";

    public static WhatsAppInteractive Write(ContentBody.Interactive interactive)
    {
        var (type, action) = Write(interactive.Action);
        return new WhatsAppInteractive(type, Write(interactive.Header), Words(interactive.Body), Words(interactive.Footer), action);
    }

    private static (string Type, WhatsAppAction Action) Write(InteractiveAction action) => action switch
    {
        InteractiveAction.ReplyButtons reply => ("button", new WhatsAppAction(
            Buttons: [.. reply.Buttons.Select(button => new WhatsAppButton("reply", new WhatsAppReply(button.Id, button.Title)))])),
        InteractiveAction.List list => ("list", new WhatsAppAction(
            Button: list.Button,
            Sections: [.. list.Sections.Select(section => new WhatsAppSection(
                section.Title, Rows: [.. section.Rows.Select(row => new WhatsAppRow(row.Id, row.Title, row.Description))]))])),
        InteractiveAction.Product product =>
            ("product", new WhatsAppAction(CatalogId: product.CatalogId, ProductRetailerId: product.RetailerId)),
        InteractiveAction.ProductList list => ("product_list", new WhatsAppAction(
            CatalogId: list.CatalogId,
            ProductRetailerId: list.RetailerId,
            Sections: [.. list.Sections.Select(section => new WhatsAppSection(
                section.Title, ProductItems: [.. section.RetailerIds.Select(id => new WhatsAppProduct(id))]))])),
        InteractiveAction.OpenUrl open => ("cta_url", new WhatsAppAction(
            "cta_url", Parameters: new WhatsAppActionParameters(open.DisplayText, open.Url.OriginalString))),
        InteractiveAction.Flow flow => ("flow", new WhatsAppAction("flow", Parameters: Write(flow))),
        InteractiveAction.VoiceCall { DisplayText: null, TtlMinutes: null, Payload: null } => Named("voice_call"),
        InteractiveAction.VoiceCall call => ("voice_call", new WhatsAppAction(
            "voice_call", Parameters: new WhatsAppActionParameters(call.DisplayText, TtlMinutes: call.TtlMinutes, Payload: call.Payload))),
        InteractiveAction.LocationRequest => ("location_request_message", new WhatsAppAction("send_location")),
        InteractiveAction.CallPermissionRequest => Named("call_permission_request"),
        InteractiveAction.ContactInfoRequest => Named("request_contact_info"),
        _ => throw new NotSupportedException($"no way to write {action.GetType().Name}"),
    };

    private static (string Type, WhatsAppAction Action) Named(string type) => (type, new WhatsAppAction(type));

    private static WhatsAppActionParameters Write(InteractiveAction.Flow flow) => new(
        FlowMessageVersion: FlowVersion,
        FlowToken: flow.Token,
        FlowId: flow.Id,
        FlowCta: flow.Cta,
        Mode: flow.Mode switch { FlowMode.Draft => "draft", FlowMode.Published => "published", _ => null },
        FlowAction: flow.Action == FlowAction.DataExchange ? "data_exchange" : "navigate",
        FlowActionPayload: flow is { Action: FlowAction.Navigate } and ({ Screen: not null } or { Data: not null })
            ? new WhatsAppFlowPayload(flow.Screen ?? FirstScreen, flow.Data)
            : null);

    private static WhatsAppHeader? Write(InteractiveHeader? header) => header switch
    {
        InteractiveHeader.Text text => new WhatsAppHeader("text", text.Value),
        InteractiveHeader.Media { Medium: HeaderMedium.Image } image => new WhatsAppHeader("image", Image: Medium(image)),
        InteractiveHeader.Media { Medium: HeaderMedium.Video } video => new WhatsAppHeader("video", Video: Medium(video)),
        InteractiveHeader.Media document => new WhatsAppHeader(
            "document", Document: Medium(document) with { Filename = document.FileName ?? NameOf(document.Link) }),
        _ => null,
    };

    private static string? NameOf(Uri? link) => link is null ? null : MediaName.Of(link);

    private static WhatsAppMedia Medium(InteractiveHeader.Media media) => new(media.Link?.OriginalString, media.Id);

    private static WhatsAppTextBlock? Words(string? text) => text is null ? null : new WhatsAppTextBlock(text);
}
