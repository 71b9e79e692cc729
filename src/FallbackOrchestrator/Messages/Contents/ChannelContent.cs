using System.Collections.Frozen;
using static FallbackOrchestrator.Messages.Contents.ContentKind; // File is written whole: there is one in System.IO.

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>
/// What a channel can carry (https://developer.8x8.com/connect/docs/supported-chat-apps-content-type), as far as the adapters here can
/// write it. Lengths are in UTF-16 units; the text of an SMS is cut by <see cref="SmsText"/> instead.
/// </summary>
/// <param name="Kinds">The kinds of content.</param>
/// <param name="LongestText">The most characters of a text.</param>
/// <param name="Captioned">The kinds that show a caption.</param>
/// <param name="LongestCaption">The most characters of a caption.</param>
/// <param name="LongestButton">The most characters on a link button.</param>
public sealed record ChannelContent(
    FrozenSet<ContentKind> Kinds, int? LongestText, FrozenSet<ContentKind> Captioned, int? LongestCaption = null, int? LongestButton = null)
{
    private static readonly ChannelContent TextOnly = new([Text], null, []);

    private static readonly FrozenDictionary<ChannelName, ChannelContent> Table = new Dictionary<ChannelName, ChannelContent>
    {
        [new("WhatsApp")] = new(
            [Text, Image, Audio, Video, ContentKind.File, Location, Interactive, Template], 4096, [Image, Video, ContentKind.File], 1024),
        [new("Viber")] = new([Text, Image, Video, ContentKind.File, Buttons], 1000, [Image, Video], 1000, LongestButton: 30),
        [new("SMS")] = TextOnly,
        [new("RCS")] = new([Text, Image, Video, ContentKind.File, RichCard, Carousel], 3072, []),
        [new("Telegram")] = new(
            [Text, Image, Audio, Video, ContentKind.File, Location], 4096, [Image, Audio, Video, ContentKind.File], 1024),
        [new("Line")] = new([Text, Image, Audio, Video, Location], 5000, []),
        [new("LineNotification")] = new([Text, Template], 500, []),
        [new("Zalo")] = new([Template], null, []),
    }.ToFrozenDictionary();

    /// <summary>The channels of which it is known what they carry; any other carries text.</summary>
    public static IEnumerable<ChannelName> Known => Table.Keys;

    public static ChannelContent Of(ChannelName channel) => Table.GetValueOrDefault(channel, TextOnly);

    /// <summary>Why a body is too much for the channel, if it is.</summary>
    public string? WhyNot(ContentBody body) => body switch
    {
        _ when !Kinds.Contains(body.Kind) => $"the channel does not carry {body.Kind} content",
        ContentBody.Text text when text.Value.Length > LongestText => $"the text is longer than the channel's {LongestText} characters",
        ContentBody.Buttons text when text.Value.Length > LongestText => $"the text is longer than the channel's {LongestText} characters",
        ContentBody.Buttons { Button: { } button } => TooLong(button),
        ContentBody.Video { Button: { } button } when TooLong(button) is { } why => why,
        { Caption: { } caption } when Captioned.Contains(body.Kind) && caption.Length > LongestCaption =>
            $"the caption is longer than the channel's {LongestCaption} characters",
        _ => null,
    };

    private string? TooLong(LinkButton button) => button.Caption.Length > LongestButton
        ? $"the button's caption is longer than the channel's {LongestButton} characters"
        : null;
}
