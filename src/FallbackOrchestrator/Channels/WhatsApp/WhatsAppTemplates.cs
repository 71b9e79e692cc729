using System.Collections.Immutable;
using System.Globalization;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Channels.WhatsApp;

/// <summary>Writes templates (https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates).</summary>
internal static class WhatsAppTemplates
{
    public static WhatsAppTemplate Write(ContentBody.Template template) => new(
        template.Name,
        new WhatsAppLanguage(template.Language),
        template.Components.IsEmpty ? null : [.. template.Components.Select(Write)]);

    private static WhatsAppComponent Write(TemplateComponent component) => component switch
    {
        TemplateComponent.Header header => new WhatsAppComponent("header", Parameters: Write(header.Parameters)),
        TemplateComponent.Body body => new WhatsAppComponent("body", Parameters: Write(body.Parameters)),
        TemplateComponent.Footer footer => new WhatsAppComponent("footer", Parameters: Write(footer.Parameters)),
        TemplateComponent.Button button => new WhatsAppComponent(
            "button", SubType(button.Kind), button.Index.ToString(CultureInfo.InvariantCulture), Write(button.Parameters)),
        TemplateComponent.Carousel carousel => new WhatsAppComponent(
            "carousel", Cards: [.. carousel.Cards.Select(card => new WhatsAppCard(card.Index, [.. card.Components.Select(Write)]))]),
        TemplateComponent.CallPermissionRequest => new WhatsAppComponent("call_permission_request"),
        TemplateComponent.ContactInfoRequest => new WhatsAppComponent("request_contact_info"),
        _ => throw new NotSupportedException($"no way to write {component.GetType().Name}"),
    };

    private static string SubType(TemplateButton button) => button switch
    {
        TemplateButton.QuickReply => "quick_reply",
        TemplateButton.Url => "url",
        TemplateButton.CopyCode => "copy_code",
        TemplateButton.Flow => "flow",
        TemplateButton.VoiceCall => "voice_call",
        _ => throw new NotSupportedException($"no way to write {button}"),
    };

    private static ImmutableArray<WhatsAppParameter>? Write(ImmutableArray<TemplateParameter> parameters) =>
        parameters.IsEmpty ? null : [.. parameters.Select(Write)];

    private static WhatsAppParameter Write(TemplateParameter parameter) => parameter switch
    {
        TemplateParameter.Text text => new WhatsAppParameter("text", text.Name, text.Value),
        TemplateParameter.Media media => Write(media.Medium, new WhatsAppMedia(media.Url.OriginalString), MediaName.Of(media.Url)),
        TemplateParameter.Location location => new WhatsAppParameter("location", Location: WhatsAppLocation.Of(location.Place)),
        TemplateParameter.Payload payload => new WhatsAppParameter("payload", Payload: payload.Value),
        TemplateParameter.CouponCode coupon => new WhatsAppParameter("coupon_code", CouponCode: coupon.Value),
        TemplateParameter.Action action => new WhatsAppParameter("action", Action: new WhatsAppTemplateAction(action.Data)),
        TemplateParameter.Ttl ttl => new WhatsAppParameter("ttl_minutes", TtlMinutes: ttl.Minutes),
        _ => throw new NotSupportedException($"no way to write {parameter.GetType().Name}"),
    };

    private static WhatsAppParameter Write(TemplateMedium medium, WhatsAppMedia media, string? name) => medium switch
    {
        TemplateMedium.Image => new WhatsAppParameter("image", Image: media),
        TemplateMedium.Gif => new WhatsAppParameter("gif", Gif: media),
        TemplateMedium.Video => new WhatsAppParameter("video", Video: media),
        TemplateMedium.Document => new WhatsAppParameter("document", Document: media with { Filename = name }),
        _ => throw new NotSupportedException($"no way to write {medium}"),
    };
}
