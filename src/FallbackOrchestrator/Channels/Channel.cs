using System.Collections.Frozen;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>A channel as 8x8 publishes it: its names and the best status that it can report.</summary>
/// <param name="Name">The name in requests and in message details.</param>
/// <param name="ReceiptName">The name in status webhooks.</param>
/// <param name="Best">The highest success status that may be asked of it.</param>
/// <param name="TakesChannelUserId">Whether it can address a person by an id of its own besides the number.</param>
public sealed record Channel(
    ChannelName Name, string ReceiptName, SuccessStatus Best, bool TakesChannelUserId = false)
{
    public static readonly Channel Sms = new(new("SMS"), "sms", SuccessStatus.Delivered);
    public static readonly Channel WhatsApp = new(new("WhatsApp"), "whatsapp", SuccessStatus.Read, TakesChannelUserId: true);
    public static readonly Channel Viber = new(new("Viber"), "viber", SuccessStatus.Read);
    public static readonly Channel Rcs = new(new("RCS"), "rcs", SuccessStatus.Read);
    public static readonly Channel Telegram = new(new("Telegram"), "telegram", SuccessStatus.Read);
    public static readonly Channel Line = new(new("Line"), "line", SuccessStatus.Sent, TakesChannelUserId: true);
    public static readonly Channel LineNotification = new(new("LineNotification"), "LineNotification", SuccessStatus.Delivered);
    public static readonly Channel Zalo = new(new("Zalo"), "ZaloNotification", SuccessStatus.Delivered);

    /// <summary>Every known channel.</summary>
    public static IReadOnlyList<Channel> All { get; } =
        [Sms, WhatsApp, Viber, Rcs, Telegram, Line, LineNotification, Zalo];

    private static readonly FrozenDictionary<string, Channel> ByName = All
        .Select(channel => (Name: channel.Name.Value, Channel: channel))
        .Append(("GoogleRCS", Rcs))
        .Append(("ZaloNotification", Zalo))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.OrdinalIgnoreCase);

    // In 8x8's pages, without a word on what they carry or report; no adapter is to be had here.
    private static readonly FrozenSet<string> Others =
        new[] { "Facebook", "WeChat", "Instagram", "Kakao" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether 8x8 publishes a channel of this name, known here or not.</summary>
    public static bool IsPublished(string? name) => TryFind(name, out _) || (name is not null && Others.Contains(name.Trim()));

    /// <summary>Finds a channel by any name that 8x8's pages use for it, in any case.</summary>
    public static bool TryFind(string? name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Channel? channel)
    {
        channel = null;
        return name is not null && ByName.TryGetValue(name.Trim(), out channel);
    }
}
