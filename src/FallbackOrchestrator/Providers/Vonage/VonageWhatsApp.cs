using System.Text.Json;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Channels.WhatsApp;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>
/// WhatsApp (https://developer.vonage.com/en/messages/concepts/whatsapp). What Vonage has no form for goes in WhatsApp's own as
/// <c>custom</c> (https://developer.vonage.com/messages/concepts/custom-objects). So do all templates: Vonage's own form of a template
/// has no headers and no buttons.
/// </summary>
internal sealed class VonageWhatsApp(VonageOptions options) : IVonageChannel
{
    private const string Policy = "deterministic"; // the only one

    private readonly string _from = SenderId.WithoutPlus(options.From);

    public SuccessStatus Best => SuccessStatus.Read;

    public ErrorTable Errors => VonageErrors.WhatsApp;

    // WhatsApp has lifetimes of templates, but none of a call.
    public LifetimeRange? Lifetimes => null;

    public bool CanQuote => true;

    public bool CanMarkRead => true;

    public string? AddressOf(Recipient recipient) => recipient.Msisdn?.Digits ?? recipient.ChannelUserId;

    public VonageMessage Write(VonageMessage message, Handover handover)
    {
        var addressed = message with
        {
            Channel = "whatsapp",
            From = _from,
            Context = handover.Quoted is { } quoted ? new VonageContext(quoted) : null,
        };
        return handover.Body switch
        {
            ContentBody.Text text => addressed with { MessageType = "text", Text = text.Value },
            ContentBody.Image image =>
                addressed with { MessageType = "image", Image = new VonageMedia(image.Url.OriginalString, image.Caption) },
            ContentBody.Audio audio => addressed with { MessageType = "audio", Audio = new VonageMedia(audio.Url.OriginalString) },
            ContentBody.Video video =>
                addressed with { MessageType = "video", Video = new VonageMedia(video.Url.OriginalString, video.Caption) },
            ContentBody.File file =>
                addressed with { MessageType = "file", File = new VonageMedia(file.Url.OriginalString, file.Caption, Name: file.Name) },
            ContentBody.Location location =>
                Custom(new VonageWhatsAppCustom("location", Location: WhatsAppLocation.Of(location.Place))),
            ContentBody.Interactive interactive =>
                Custom(new VonageWhatsAppCustom("interactive", Interactive: WhatsAppInteractives.Write(interactive))),
            ContentBody.Template template => Custom(new VonageWhatsAppCustom("template", Template: Written(template))),
            _ => throw new NotSupportedException($"no way to write {handover.Body.Kind}"),
        };

        VonageMessage Custom(VonageWhatsAppCustom custom) => addressed with
        {
            MessageType = "custom",
            Custom = JsonSerializer.SerializeToElement(custom, VonageJson.Default.VonageWhatsAppCustom),
        };
    }

    private static WhatsAppTemplate Written(ContentBody.Template template)
    {
        var written = WhatsAppTemplates.Write(template);
        return written with { Language = written.Language with { Policy = Policy } };
    }
}
