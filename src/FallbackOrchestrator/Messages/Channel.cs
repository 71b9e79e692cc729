using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Messages;

/// <summary>
/// A channel: its names as 8x8 publishes them, the best status that it can report, and what it carries
/// (https://developer.8x8.com/connect/docs/supported-chat-apps-content-type). This is the only table of channels.
/// </summary>
/// <param name="Name">The name in requests and in message details.</param>
/// <param name="ReceiptName">The name in status webhooks.</param>
/// <param name="Best">The highest success status that a step may ask for.</param>
/// <param name="Content">The content that it carries.</param>
public sealed record Channel(ChannelName Name, string ReceiptName, SuccessStatus Best, ChannelContent Content)
{
    public static readonly Channel Sms = new(new("SMS"), "sms", SuccessStatus.Delivered, ChannelContent.TextOnly);

    public static readonly Channel WhatsApp = new(new("WhatsApp"), "whatsapp", SuccessStatus.Read, new()
    {
        Kinds =
        [
            ContentKind.Text, ContentKind.Image, ContentKind.Audio, ContentKind.Video, ContentKind.File, ContentKind.Location,
            ContentKind.Interactive,
            ContentKind.Template,
        ],
        LongestText = 4096,
        Captioned = [ContentKind.Image, ContentKind.Video, ContentKind.File],
        LongestCaption = 1024,
        FileTypes = new Dictionary<ContentKind, IReadOnlyList<string>>
        {
            [ContentKind.Image] = FileTypes.Pictures,
            [ContentKind.Video] = FileTypes.Videos,
            [ContentKind.Audio] = FileTypes.WhatsAppRecordings,
        }.ToFrozenDictionary(),
        ChecksAsWhatsApp = true,
    })
    {
        UserIds = UserIdForm.WhatsApp,
        // 10 minutes (authentication) or 30 days (others), unless the template was created with another validity; 30 days for Direct Send:
        // https://developer.8x8.com/connect/docs/guide-whatsapp-template-validity-period-ttl
        TemplateLifetime = TimeSpan.FromMinutes(10),
        DirectSendLifetime = TimeSpan.FromDays(30),
    };

    public static readonly Channel Viber = new(new("Viber"), "viber", SuccessStatus.Read, new()
    {
        Kinds = [ContentKind.Text, ContentKind.Image, ContentKind.Video, ContentKind.File, ContentKind.Buttons],
        LongestText = 1000,
        Captioned = [ContentKind.Image, ContentKind.Video],
        LongestCaption = 1000,
        LongestButton = 30,
        FileTypes = new Dictionary<ContentKind, IReadOnlyList<string>>
        {
            [ContentKind.Image] = FileTypes.Pictures,
            [ContentKind.Video] = FileTypes.Videos,
            [ContentKind.File] = FileTypes.ViberDocuments,
        }.ToFrozenDictionary(),
        LongestFileName = 25,
        Video = new VideoLimits(MostSeconds: 600, MostMegabytes: 200, LongestThumbnail: 1000),
    })
    {
        UserIds = UserIdForm.Viber, // of a bot's subscribers; Viber Business Messages take numbers
    };

    public static readonly Channel Rcs = new(new("RCS"), "rcs", SuccessStatus.Read, new()
    {
        Kinds = [ContentKind.Text, ContentKind.Image, ContentKind.Video, ContentKind.File, ContentKind.RichCard, ContentKind.Carousel],
        LongestText = 3072,
    })
    {
        OtherName = "GoogleRCS",
    };

    // What a bot carries, to people who started it; Telegram Gateway carries codes to numbers. Bots send a document by its address only if
    // it is of one of these types: https://core.telegram.org/bots/api#sending-files
    public static readonly Channel Telegram = new(new("Telegram"), "telegram", SuccessStatus.Read, new()
    {
        Kinds = [ContentKind.Text, ContentKind.Image, ContentKind.Audio, ContentKind.Video, ContentKind.File, ContentKind.Location],
        LongestText = 4096,
        Captioned = [ContentKind.Image, ContentKind.Audio, ContentKind.Video, ContentKind.File],
        LongestCaption = 1024,
        FileTypes = new Dictionary<ContentKind, IReadOnlyList<string>>
        {
            [ContentKind.Image] = FileTypes.Pictures,
            [ContentKind.Video] = FileTypes.TelegramVideos,
            [ContentKind.Audio] = FileTypes.TelegramRecordings,
            [ContentKind.File] = FileTypes.TelegramDocuments,
        }.ToFrozenDictionary(),
    })
    {
        UserIds = UserIdForm.Telegram, // a bot's chats; Telegram Gateway takes numbers
    };

    public static readonly Channel Line = new(new("Line"), "line", SuccessStatus.Sent, new()
    {
        Kinds = [ContentKind.Text, ContentKind.Image, ContentKind.Audio, ContentKind.Video, ContentKind.Location],
        LongestText = 5000,
        FileTypes = new Dictionary<ContentKind, IReadOnlyList<string>>
        {
            [ContentKind.Image] = FileTypes.Pictures,
            [ContentKind.Video] = FileTypes.LineVideos,
            [ContentKind.Audio] = FileTypes.LineRecordings,
        }.ToFrozenDictionary(),
        AudioNeedsDuration = true,
        VideoNeedsThumbnail = true,
    })
    {
        TakesNumber = false,
        UserIds = UserIdForm.Line,
    };

    public static readonly Channel LineNotification = new(new("LineNotification"), "LineNotification", SuccessStatus.Delivered, new()
    {
        Kinds = [ContentKind.Text, ContentKind.Template],
        LongestText = 500,
        NamedParameters = true,
    });

    public static readonly Channel Zalo = new(
        new("Zalo"), "ZaloNotification", SuccessStatus.Delivered, new() { Kinds = [ContentKind.Template], NamedParameters = true })
    {
        OtherName = "ZaloNotification",
    };

    /// <summary>Messenger. An earlier table of 8x8 has it, with all four statuses.</summary>
    public static readonly Channel Facebook = new(new("Facebook"), "facebook", SuccessStatus.Read, new()
    {
        Kinds = [ContentKind.Text, ContentKind.Image, ContentKind.Audio, ContentKind.Video, ContentKind.File],
        LongestText = 2000,
    })
    {
        TakesNumber = false,
        UserIds = UserIdForm.Meta,
    };

    /// <summary>Direct messages of Instagram. 8x8 only names the channel.</summary>
    public static readonly Channel Instagram = new(new("Instagram"), "instagram", SuccessStatus.Read, new()
    {
        Kinds = [ContentKind.Text, ContentKind.Image, ContentKind.Audio, ContentKind.Video, ContentKind.File],
        LongestText = 1000,
        FileTypes = new Dictionary<ContentKind, IReadOnlyList<string>>
        {
            [ContentKind.Image] = FileTypes.InstagramPictures,
            [ContentKind.Video] = FileTypes.InstagramVideos,
            [ContentKind.Audio] = FileTypes.InstagramRecordings,
            [ContentKind.File] = FileTypes.InstagramDocuments,
        }.ToFrozenDictionary(),
    })
    {
        TakesNumber = false,
        UserIds = UserIdForm.Meta,
    };

    /// <summary>Every channel of this table.</summary>
    public static IReadOnlyList<Channel> All { get; } =
        [Sms, WhatsApp, Viber, Rcs, Telegram, Line, LineNotification, Zalo, Facebook, Instagram];

    private static readonly FrozenDictionary<string, Channel> ByName = All
        .SelectMany(
            channel => new[] { channel.Name.Value, channel.OtherName }.OfType<string>().Select(name => (Name: name, Channel: channel)))
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Channel, StringComparer.OrdinalIgnoreCase);

    // 8x8's pages name these channels, but not what they carry or report. The service has no adapter for them.
    private static readonly FrozenSet<string> Others =
        new[] { "WeChat", "Kakao" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Another name that requests may use for it.</summary>
    public string? OtherName { get; private init; }

    /// <summary>True if it can address a person by the number.</summary>
    public bool TakesNumber { get; private init; } = true;

    /// <summary>The form of its own ids of people; null if it has none.</summary>
    public UserIdForm? UserIds { get; private init; }

    /// <summary>The shortest time for which it tries to deliver a template; null if none is known.</summary>
    public TimeSpan? TemplateLifetime { get; private init; }

    /// <summary>The time for which it tries to deliver a Direct Send without a <c>ttlSeconds</c>; null if none is known.</summary>
    public TimeSpan? DirectSendLifetime { get; private init; }

    /// <summary>The names of all channels, for errors.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(channel => channel.Name));

    /// <summary>True if 8x8 publishes a channel of this name, even if the service does not know more of it.</summary>
    public static bool IsPublished([NotNullWhen(true)] string? name) =>
        TryFind(name, out _) || (name is not null && Others.Contains(name.Trim()));

    /// <summary>
    /// True if a recipient has an address on the channel. One channel cannot use an id that has the form of another's; the ids of Telegram,
    /// Messenger and Instagram have the same form.
    /// </summary>
    /// <param name="recipient">The recipient.</param>
    /// <param name="addressing">The addresses that the account can use.</param>
    public bool Reaches(Recipient recipient, AccountAddressing addressing = AccountAddressing.Any) =>
        (TakesNumber && recipient.Msisdn is not null && addressing != AccountAddressing.UserIdsOnly)
        || (UserIdOf(recipient) is not null && addressing != AccountAddressing.NumbersOnly);

    /// <summary>A recipient's user id, if it has the form of the channel's; else null.</summary>
    public string? UserIdOf(Recipient recipient) =>
        UserIds is { } form && recipient.ChannelUserId is { } id && UserIdForms.Fits(form, id) ? id : null;

    /// <summary>Finds a channel by any name that 8x8's pages use for it, in any case.</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out Channel? channel)
    {
        channel = null;
        return name is not null && ByName.TryGetValue(name.Trim(), out channel);
    }

    /// <summary>The content that the channel of a name carries: text, if the channel is unknown.</summary>
    public static ChannelContent ContentOf(ChannelName name) =>
        TryFind(name.Value, out var channel) ? channel.Content : ChannelContent.TextOnly;
}
