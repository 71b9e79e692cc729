using FallbackOrchestrator.Messages.Contents;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads an image, an audio, a video, a file, or a text with a picture and a button.</summary>
internal static class MediaParser
{
    private const int LongestCaption = 1000; // 30 are shown: a longer one is the channel's matter.
    private const int LongestAction = 1000;

    public static IEnumerable<Problem> Check(ContentKind kind, RequestedContent asked, string at) =>
    [
        .. kind == ContentKind.Buttons ? CheckButtons(asked, at) : FieldChecks.Media(asked.Url, $"{at}.url"),
        .. kind switch
        {
            ContentKind.Image => FieldChecks.OptionalMedia(asked.Image?.Thumbnail, $"{at}.image.thumbnail"),
            ContentKind.Audio => CheckLength(asked.Audio?.Duration, $"{at}.audio.duration"),
            ContentKind.Video => CheckVideo(asked, at),
            _ => [],
        },
    ];

    public static ContentBody Read(ContentKind kind, RequestedContent asked) => kind switch
    {
        ContentKind.Image => new ContentBody.Image(WebAddress.Read(asked.Url)!, WebAddress.Read(asked.Image?.Thumbnail)),
        ContentKind.Audio => new ContentBody.Audio(WebAddress.Read(asked.Url)!, asked.Audio?.Duration),
        ContentKind.Video => new ContentBody.Video(
            WebAddress.Read(asked.Url)!,
            WebAddress.Read(asked.Video?.Thumbnail),
            (long?)asked.Video?.Filesize,
            asked.Video?.Duration,
            Button(asked.Button)),
        ContentKind.File => new ContentBody.File(WebAddress.Read(asked.Url)!),
        ContentKind.Buttons => new ContentBody.Buttons(asked.Text!, WebAddress.Read(asked.Url), Button(asked.Button)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a medium"),
    };

    private static IEnumerable<Problem> CheckButtons(RequestedContent asked, string at) =>
    [
        .. string.IsNullOrEmpty(asked.Text) ? [TextMissing($"{at}.text")] : Array.Empty<Problem>(),
        .. FieldChecks.OptionalMedia(asked.Url, $"{at}.url"),
        .. CheckButton(asked.Button, $"{at}.button"),
    ];

    private static IEnumerable<Problem> CheckVideo(RequestedContent asked, string at) =>
    [
        .. FieldChecks.OptionalMedia(asked.Video?.Thumbnail, $"{at}.video.thumbnail"),
        .. CheckLength(asked.Video?.Filesize, $"{at}.video.filesize"),
        .. CheckLength(asked.Video?.Duration, $"{at}.video.duration"),
        .. CheckButton(asked.Button, $"{at}.button"),
    ];

    private static IEnumerable<Problem> CheckLength(double? length, string field) =>
        length is null or >= 0 and <= int.MaxValue ? [] : [InvalidParameter(field, "must be a number, 0 or more")];

    private static IEnumerable<Problem> CheckButton(RequestedButton? asked, string at) => IsHidden(asked)
        ? []
        :
        [
            .. FieldChecks.Required(asked!.Caption, $"{at}.caption", LongestCaption),
            .. FieldChecks.Address(asked.Action, $"{at}.action", LongestAction),
        ];

    private static LinkButton? Button(RequestedButton? asked) =>
        IsHidden(asked) ? null : new LinkButton(asked!.Caption!, WebAddress.Read(asked.Action)!);

    private static bool IsHidden(RequestedButton? asked) =>
        asked is null || (string.IsNullOrWhiteSpace(asked.Caption) && string.IsNullOrWhiteSpace(asked.Action));
}
