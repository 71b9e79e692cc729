using System.Globalization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>A message object (https://developers.line.biz/en/reference/messaging-api/#message-objects).</summary>
/// <param name="Type">The name of its kind, which decides which members are present.</param>
internal sealed record LineMessage(string Type)
{
    private const int LongestTitle = 100;
    private const int LongestAltText = 1500;

    public string? Text { get; init; }

    /// <summary>What a notification, and a device without layouts, shows of a layout: at most 1,500 characters.</summary>
    public string? AltText { get; init; }

    /// <summary>A layout.</summary>
    public LineBubble? Contents { get; init; }

    public string? OriginalContentUrl { get; init; }
    public string? PreviewImageUrl { get; init; }

    /// <summary>The duration of audio in milliseconds.</summary>
    public long? Duration { get; init; }

    public string? Title { get; init; }
    public string? Address { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }

    /// <exception cref="NotSupportedException">LINE does not carry such a body.</exception>
    public static LineMessage Of(ContentBody body) => body switch
    {
        ContentBody.Text { Layout: { } layout } text =>
            new LineMessage("flex") { AltText = StoredText.Of(text.Value, LongestAltText), Contents = LineBubble.Of(layout) },
        ContentBody.Text text => new LineMessage("text") { Text = text.Value },
        ContentBody.Image image => new LineMessage("image")
        {
            OriginalContentUrl = image.Url.OriginalString,
            PreviewImageUrl = (image.Thumbnail ?? image.Url).OriginalString,
        },
        ContentBody.Video { Thumbnail: { } still } video => new LineMessage("video")
        {
            OriginalContentUrl = video.Url.OriginalString,
            PreviewImageUrl = still.OriginalString,
        },
        ContentBody.Audio { Seconds: { } seconds } audio => new LineMessage("audio")
        {
            OriginalContentUrl = audio.Url.OriginalString,
            Duration = (long)Math.Ceiling(seconds * 1000),
        },
        ContentBody.Location { Place: var place } => new LineMessage("location")
        {
            Title = Line(place.Name ?? place.Address, place),
            Address = Line(place.Address ?? place.Name, place),
            Latitude = place.Latitude,
            Longitude = place.Longitude,
        },
        _ => throw new NotSupportedException($"no way to write {body.Kind}"),
    };

    // LINE requires both, of at most 100 characters, and 8x8 neither.
    private static string Line(string? text, Place place) => StoredText.Of(
        string.IsNullOrWhiteSpace(text) ? string.Create(CultureInfo.InvariantCulture, $"{place.Latitude}, {place.Longitude}") : text,
        LongestTitle);
}
