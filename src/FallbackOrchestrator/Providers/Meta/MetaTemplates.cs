using System.Collections.Immutable;
using System.Globalization;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>Writes templates (https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates).</summary>
internal static class MetaTemplates
{
    public static MetaTemplate Write(ContentBody.Template template) => new(
        template.Name,
        new MetaLanguage(template.Language),
        template.Components.IsEmpty ? null : [.. template.Components.Select(Write)]);

    private static MetaComponent Write(TemplateComponent component) => component switch
    {
        TemplateComponent.Header header => new MetaComponent("header", Parameters: Write(header.Parameters)),
        TemplateComponent.Body body => new MetaComponent("body", Parameters: Write(body.Parameters)),
        TemplateComponent.Footer footer => new MetaComponent("footer", Parameters: Write(footer.Parameters)),
        TemplateComponent.Button button => new MetaComponent(
            "button", SubType(button.Kind), button.Index.ToString(CultureInfo.InvariantCulture), Write(button.Parameters)),
        TemplateComponent.Carousel carousel => new MetaComponent(
            "carousel", Cards: [.. carousel.Cards.Select(card => new MetaCard(card.Index, [.. card.Components.Select(Write)]))]),
        TemplateComponent.CallPermissionRequest => new MetaComponent("call_permission_request"),
        TemplateComponent.ContactInfoRequest => new MetaComponent("request_contact_info"),
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

    private static ImmutableArray<MetaParameter>? Write(ImmutableArray<TemplateParameter> parameters) =>
        parameters.IsEmpty ? null : [.. parameters.Select(Write)];

    private static MetaParameter Write(TemplateParameter parameter) => parameter switch
    {
        TemplateParameter.Text text => new MetaParameter("text", text.Name, text.Value),
        TemplateParameter.Media media => Write(media.Medium, new MetaMedia(media.Url.OriginalString), MediaName.Of(media.Url)),
        TemplateParameter.Location location => new MetaParameter("location", Location: MetaContent.Location(location.Place)),
        TemplateParameter.Payload payload => new MetaParameter("payload", Payload: payload.Value),
        TemplateParameter.CouponCode coupon => new MetaParameter("coupon_code", CouponCode: coupon.Value),
        TemplateParameter.Action action => new MetaParameter("action", Action: new MetaTemplateAction(action.Data)),
        TemplateParameter.Ttl ttl => new MetaParameter("ttl_minutes", TtlMinutes: ttl.Minutes),
        _ => throw new NotSupportedException($"no way to write {parameter.GetType().Name}"),
    };

    private static MetaParameter Write(TemplateMedium medium, MetaMedia media, string? name) => medium switch
    {
        TemplateMedium.Image => new MetaParameter("image", Image: media),
        TemplateMedium.Gif => new MetaParameter("gif", Gif: media),
        TemplateMedium.Video => new MetaParameter("video", Video: media),
        TemplateMedium.Document => new MetaParameter("document", Document: media with { Filename = name }),
        _ => throw new NotSupportedException($"no way to write {medium}"),
    };
}
