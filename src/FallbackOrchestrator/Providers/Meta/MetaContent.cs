using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>Writes a body into a message.</summary>
internal static class MetaContent
{
    /// <exception cref="NotSupportedException">WhatsApp does not carry such a body.</exception>
    public static MetaMessage Write(MetaMessage message, ContentBody body) => body switch
    {
        ContentBody.Text text => message with { Type = "text", Text = new MetaText(PreviewUrl: false, text.Value) },
        ContentBody.Image image => message with { Type = "image", Image = new MetaMedia(image.Url.OriginalString, Caption: image.Caption) },
        ContentBody.Audio audio => message with { Type = "audio", Audio = new MetaMedia(audio.Url.OriginalString) },
        ContentBody.Video video => message with { Type = "video", Video = new MetaMedia(video.Url.OriginalString, Caption: video.Caption) },
        ContentBody.File file => message with
        {
            Type = "document",
            Document = new MetaMedia(file.Url.OriginalString, Caption: file.Caption, Filename: file.Name),
        },
        ContentBody.Location location => message with { Type = "location", Location = Location(location.Place) },
        ContentBody.Interactive interactive => message with { Type = "interactive", Interactive = MetaInteractives.Write(interactive) },
        ContentBody.Template template => message with { Type = "template", Template = MetaTemplates.Write(template) },
        _ => throw new NotSupportedException($"no way to write {body.Kind}"),
    };

    public static MetaLocation Location(Place place) => new(place.Latitude, place.Longitude, place.Name, place.Address);
}
