using System.Globalization;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The text of a content, for a channel that carries only text.</summary>
public static class ContentText
{
    /// <summary>The text, else the caption, else the link; null if there is none of them, as in most templates.</summary>
    public static string? Of(ContentBody body) => Text(body) ?? Link(body);

    private static string? Text(ContentBody body) => body switch
    {
        ContentBody.Text text => text.Value,
        ContentBody.Buttons buttons => buttons.Value,
        ContentBody.Interactive { Body: { } words } => words,
        ContentBody.Location { Caption: null } location => Lines(location.Place.Name, location.Place.Address),
        ContentBody.RichCard { Caption: null } card => Lines(card.Card.Title, card.Card.Description),
        _ => body.Caption,
    };

    private static string? Link(ContentBody body) => body switch
    {
        ContentBody.Image image => image.Url.OriginalString,
        ContentBody.Audio audio => audio.Url.OriginalString,
        ContentBody.Video video => video.Url.OriginalString,
        ContentBody.File file => file.Url.OriginalString,
        ContentBody.Location { Place: var place } =>
            string.Create(CultureInfo.InvariantCulture, $"https://maps.google.com/?q={place.Latitude},{place.Longitude}"),
        ContentBody.Interactive { Action: InteractiveAction.OpenUrl open } => open.Url.OriginalString,
        ContentBody.RichCard card => card.Card.Media.File.OriginalString,
        _ => null,
    };

    private static string? Lines(params string?[] lines) =>
        string.Join('\n', lines.Where(line => !string.IsNullOrWhiteSpace(line))) is { Length: > 0 } text ? text : null;
}
