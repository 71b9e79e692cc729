using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads an image, an audio, a video, or a text with an image and a button.</summary>
internal static class MediaParser
{
    private const int LongestCaption = 1000; // Viber shows 30; a longer caption is for the channel to handle.
    private const int LongestAction = 1000;

    public static ContentBody.Image ReadImage(RequestedContent requested, string at, FieldReader fields) => new(
        fields.Media(requested.Url, $"{at}.url"),
        fields.OptionalMedia(requested.Image?.Thumbnail, $"{at}.image.thumbnail"));

    public static ContentBody.Audio ReadAudio(RequestedContent requested, string at, FieldReader fields) => new(
        fields.Media(requested.Url, $"{at}.url"),
        ReadLength(requested.Audio?.Duration, $"{at}.audio.duration", fields));

    public static ContentBody.Video ReadVideo(RequestedContent requested, string at, FieldReader fields) => new(
        fields.Media(requested.Url, $"{at}.url"),
        fields.OptionalMedia(requested.Video?.Thumbnail, $"{at}.video.thumbnail"),
        (long?)ReadLength(requested.Video?.Filesize, $"{at}.video.filesize", fields),
        ReadLength(requested.Video?.Duration, $"{at}.video.duration", fields),
        ReadButton(requested.Button, $"{at}.button", fields));

    public static ContentBody.Buttons ReadButtons(string text, RequestedContent requested, string at, FieldReader fields) => new(
        text,
        fields.OptionalMedia(requested.Url, $"{at}.url"),
        ReadButton(requested.Button, $"{at}.button", fields));

    private static double? ReadLength(double? length, string field, FieldReader fields) =>
        length is null or >= 0 and <= int.MaxValue
            ? length : fields.Refuse<double?>(InvalidParameter(field, "must be a number, 0 or more"), null);

    // A button without caption and address is not shown.
    private static LinkButton? ReadButton(RequestedButton? requested, string at, FieldReader fields) =>
        requested is null || (string.IsNullOrWhiteSpace(requested.Caption) && string.IsNullOrWhiteSpace(requested.Action))
            ? null
            : new LinkButton(
                fields.Required(requested.Caption, $"{at}.caption", LongestCaption),
                fields.Address(requested.Action, $"{at}.action", LongestAction));
}
