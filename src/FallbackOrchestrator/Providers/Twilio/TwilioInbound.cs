using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// What people write, as Twilio posts it to the address of a number or sender
/// (https://www.twilio.com/docs/messaging/guides/webhook-request). Media stay at Twilio until they are deleted there.
/// </summary>
internal static class TwilioInbound
{
    private const string Received = "received";

    /// <summary>True if it is a message, and not the status of one: only a message of ours has other statuses.</summary>
    public static bool Is(Func<string, IEnumerable<string>> values) =>
        values("SmsStatus").Concat(values("MessageStatus")).Any(status => status.Trim() is Received or "receiving");

    /// <summary>Reads a message. One for another sender of the same address names that sender as its account.</summary>
    /// <param name="values">The parameters.</param>
    /// <param name="channel">The account's channel.</param>
    /// <param name="sender">The account's sender; null if a messaging service chooses it.</param>
    public static InboundMessage Read(Func<string, IEnumerable<string>> values, ChannelName channel, string? sender)
    {
        var to = First("To");
        var on = to?.StartsWith("whatsapp:", StringComparison.OrdinalIgnoreCase) == true ? Channel.WhatsApp.Name
            : to?.StartsWith("rcs:", StringComparison.OrdinalIgnoreCase) == true ? Channel.Rcs.Name
            : Channel.Sms.Name;
        return new InboundMessage(
            First("MessageSid") ?? First("SmsSid"),
            InboundSender.Of(AddressIn(First("From")), channelUserId: null, First("ProfileName")),
            ContentOf(First),
            At: null)
        {
            AccountName = to is null || (on == channel && !SenderId.AreOtherNumbers(AddressIn(sender), AddressIn(to))) ? null : to,
            RepliesTo = First("OriginalRepliedMessageSid"),
        };

        string? First(string name) => values(name).FirstOrDefault();
    }

    private static InboundContent ContentOf(Func<string, string?> first)
    {
        if (WireObject.NumberIn(first("Latitude")) is { } latitude && WireObject.NumberIn(first("Longitude")) is { } longitude)
            return new InboundContent.Location(latitude, longitude);
        if (first("ListId") is { } entry)
            return new InboundContent.Choice(IsOfList: true, entry, first("ListTitle"), first("ListDescription"));
        if (first("ButtonPayload") is { } button)
            return new InboundContent.Choice(IsOfList: false, button, first("ButtonText") ?? first("Body"));
        if (first("MediaUrl0") is { } url)
            return new InboundContent.Media(KindOf(first("MediaContentType0")), url, first("Body"));
        return first("Body") is { } text ? new InboundContent.Text(text) : new InboundContent.Other();
    }

    private static InboundMediaKind KindOf(string? contentType) => contentType?.Split('/')[0].ToLowerInvariant() switch
    {
        "image" => InboundMediaKind.Image,
        "video" => InboundMediaKind.Video,
        "audio" => InboundMediaKind.Audio,
        _ => InboundMediaKind.File,
    };

    // "whatsapp:+16505551234", "rcs:+16505551234", "+16505551234", "12345".
    private static string? AddressIn(string? from) => from?[(from.LastIndexOf(':') + 1)..];
}
