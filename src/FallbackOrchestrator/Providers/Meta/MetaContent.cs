using FallbackOrchestrator.Channels.WhatsApp;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>Writes a body into a message.</summary>
internal static class MetaContent
{
    /// <exception cref="NotSupportedException">WhatsApp does not carry such a body.</exception>
    public static MetaMessage Write(MetaMessage message, ContentBody body) => body switch
    {
        ContentBody.Text text => message with { Type = "text", Text = new MetaText(PreviewUrl: false, text.Value) },
        ContentBody.Image image => message with { Type = "image", Image = new WhatsAppMedia(image.Url.OriginalString, Caption: image.Caption) },
        ContentBody.Audio audio => message with { Type = "audio", Audio = new WhatsAppMedia(audio.Url.OriginalString) },
        ContentBody.Video video => message with { Type = "video", Video = new WhatsAppMedia(video.Url.OriginalString, Caption: video.Caption) },
        ContentBody.File file => message with
        {
            Type = "document",
            Document = new WhatsAppMedia(file.Url.OriginalString, Caption: file.Caption, Filename: file.Name),
        },
        ContentBody.Location location => message with { Type = "location", Location = WhatsAppLocation.Of(location.Place) },
        ContentBody.Interactive interactive => message with { Type = "interactive", Interactive = WhatsAppInteractives.Write(interactive) },
        ContentBody.Template template => message with { Type = "template", Template = WhatsAppTemplates.Write(template) },
        _ => throw new NotSupportedException($"no way to write {body.Kind}"),
    };
}
