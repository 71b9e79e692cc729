using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages.Inbound;

namespace FallbackOrchestrator.Providers.Meta.Messenger;

/// <summary>
/// What people write to a Page or an Instagram account
/// (https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events). A person is known by an
/// id of this Page only. Meta keeps media for a while at the address that it names.
/// </summary>
internal static class MessengerInbound
{
    private const string Message = "message";
    private const string Postback = "postback";

    /// <summary>The messages of one notification. What another app has in hand while it has the conversation ("standby") is left to it.</summary>
    public static IEnumerable<InboundMessage> Messages(WireObject notification) =>
        from entry in notification.Objects("entry")
        where entry.Has("messaging")
        let account = entry.Text("id")
        from one in entry.Objects("messaging")
        let read = Read(one)
        where read is not null
        select read with { AccountName = account };

    private static InboundMessage? Read(WireObject one)
    {
        if (one.Has(Message) && one.Object(Message) is { } message && !IsEcho(message) && !message.Has("is_deleted"))
            return new InboundMessage(message.Id("mid"), Sender(one), ContentOf(message), one.Time("timestamp"))
            {
                RepliesTo = message.Has("reply_to") && message.Object("reply_to") is { } to && to.Has("mid") ? to.Id("mid") : null,
            };
        // A button of a message that was sent.
        return one.Has(Postback) && one.Object(Postback) is { } postback && postback.Has("mid")
            ? new InboundMessage(
                postback.Id("mid"), Sender(one),
                new InboundContent.Choice(IsOfList: false, postback.Text("payload"), postback.Text("title")), one.Time("timestamp"))
            : null;
    }

    private static bool IsEcho(WireObject message) => message.Has("is_echo") || message.Has("metadata");

    private static InboundSender Sender(WireObject one) => new(Msisdn: null, one.Has("sender") ? one.Object("sender")?.Text("id") : null);

    private static InboundContent ContentOf(WireObject message)
    {
        var text = message.Has("text") ? message.Text("text") : null;
        if (message.Has("quick_reply") && message.Object("quick_reply") is { } chosen)
            return new InboundContent.Choice(IsOfList: false, chosen.Text("payload"), text);
        if (message.Has("attachments") && message.Objects("attachments") is [var medium, ..])
            return ContentOf(medium, text);
        return text is null ? new InboundContent.Other() : new InboundContent.Text(text);
    }

    private static InboundContent ContentOf(WireObject medium, string? text)
    {
        var url = medium.Has("payload") && medium.Object("payload") is { } payload && payload.Has("url") ? payload.Text("url") : null;
        return medium.Text("type")?.Trim().ToLowerInvariant() switch
        {
            "image" => new InboundContent.Media(InboundMediaKind.Image, url, text),
            "video" or "ig_reel" or "reel" => new InboundContent.Media(InboundMediaKind.Video, url, text),
            "audio" => new InboundContent.Media(InboundMediaKind.Audio, url, text),
            "file" => new InboundContent.Media(InboundMediaKind.File, url, text),
            _ => text is null ? new InboundContent.Other() : new InboundContent.Text(text),
        };
    }
}
