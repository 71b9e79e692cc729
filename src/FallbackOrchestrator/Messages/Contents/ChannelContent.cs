using System.Collections.Frozen;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>
/// The content that a channel carries, as far as the adapters here can write it. Lengths are in UTF-16 units. The length of an SMS is
/// limited by <see cref="SmsText"/> instead.
/// </summary>
public sealed record ChannelContent
{
    /// <summary>Only text, of any length.</summary>
    public static readonly ChannelContent TextOnly = new() { Kinds = [ContentKind.Text] };

    /// <summary>The kinds of content.</summary>
    public required FrozenSet<ContentKind> Kinds { get; init; }

    /// <summary>The most characters of a text.</summary>
    public int? LongestText { get; init; }

    /// <summary>The kinds that show a caption.</summary>
    public FrozenSet<ContentKind> Captioned { get; init; } = [];

    /// <summary>The most characters of a caption.</summary>
    public int? LongestCaption { get; init; }

    /// <summary>The most characters on a link button.</summary>
    public int? LongestButton { get; init; }

    /// <summary>The types of files that it accepts; null for all.</summary>
    public FrozenDictionary<ContentKind, IReadOnlyList<string>> FileTypes { get; init; } =
        FrozenDictionary<ContentKind, IReadOnlyList<string>>.Empty;

    /// <summary>The most characters of a file's name.</summary>
    public int? LongestFileName { get; init; }

    /// <summary>The data about a video that it requires; null if the address is enough.</summary>
    public VideoLimits? Video { get; init; }

    /// <summary>True if it takes a video only with a still image.</summary>
    public bool VideoNeedsThumbnail { get; init; }

    /// <summary>True if it takes audio only with its duration.</summary>
    public bool AudioNeedsDuration { get; init; }

    /// <summary>True if its templates have only texts, each with the name of its placeholder.</summary>
    public bool NamedParameters { get; init; }

    /// <summary>True if interactive messages and templates are checked by WhatsApp's rules.</summary>
    public bool ChecksAsWhatsApp { get; init; }

    /// <summary>The reason why the channel does not carry a body; null if it does.</summary>
    public string? WhyNot(ContentBody body) => body switch
    {
        _ when !Kinds.Contains(body.Kind) => $"the channel does not carry {body.Kind} content",
        ContentBody.Text text when text.Value.Length > LongestText => $"the text is longer than the channel's {LongestText} characters",
        ContentBody.Buttons text when text.Value.Length > LongestText => $"the text is longer than the channel's {LongestText} characters",
        ContentBody.Buttons { Button: { } button } => TooLong(button),
        ContentBody.Video { Button: { } button } when TooLong(button) is { } why => why,
        ContentBody.Video video when Video?.WhyNot(video) is { } why => why,
        ContentBody.Video { Thumbnail: null } when VideoNeedsThumbnail => "the channel takes a video only with its video.thumbnail",
        ContentBody.Audio { Seconds: not > 0 } when AudioNeedsDuration => "the channel takes audio only with its audio.duration",
        ContentBody.Template template when NamedParameters && !NamedTexts.Are(template) =>
            "the channel's templates take only texts, each with its name (template.components[].parameters[].name)",
        { Caption: { } caption } when Captioned.Contains(body.Kind) && caption.Length > LongestCaption =>
            $"the caption is longer than the channel's {LongestCaption} characters",
        _ => null,
    };

    private string? TooLong(LinkButton button) => button.Caption.Length > LongestButton
        ? $"the button's caption is longer than the channel's {LongestButton} characters"
        : null;
}
