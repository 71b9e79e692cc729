using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages.Inbound;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>
/// What people write to a LINE Official Account (https://developers.line.biz/en/reference/messaging-api/#message-event). Groups are left
/// out: nothing is sent to them. A medium stays at LINE for a while, for whoever has the channel's access token.
/// </summary>
internal static class LineInbound
{
    private const string Message = "message";
    private const string Postback = "postback";

    private static readonly Uri MediaHost = new("https://api-data.line.me/");

    /// <summary>The message in an event; null if it has none of a single person.</summary>
    public static InboundMessage? Read(WireObject one)
    {
        var source = one.Has("source") ? one.Object("source") : null;
        var isMessage = IsOf(one, Message);
        if (!isMessage && !IsOf(one, Postback) || source?.Has("groupId") == true || source?.Has("roomId") == true)
            return null;
        var sender = new InboundSender(Msisdn: null, source?.Has("userId") == true ? source.Text("userId") : null);
        if (!isMessage)
            return new InboundMessage(
                one.Text("webhookEventId"), sender,
                new InboundContent.Choice(IsOfList: false, one.Object(Postback)?.Text("data"), Title: null), one.Time("timestamp"));
        var message = one.Object(Message);
        return new InboundMessage(message?.Text("id"), sender, ContentOf(message), one.Time("timestamp"))
        {
            RepliesTo = message?.Has("quotedMessageId") == true ? message.Text("quotedMessageId") : null,
        };
    }

    private static bool IsOf(WireObject one, string type) => type.Equals(one.Text("type")?.Trim(), StringComparison.OrdinalIgnoreCase);

    private static InboundContent ContentOf(WireObject? message) => message?.Text("type")?.Trim().ToLowerInvariant() switch
    {
        "text" when message!.Text("text") is { } text => new InboundContent.Text(text),
        "image" => Medium(message!, InboundMediaKind.Image),
        "video" => Medium(message!, InboundMediaKind.Video),
        "audio" => Medium(message!, InboundMediaKind.Audio),
        "file" => Medium(message!, InboundMediaKind.File),
        "location" when message!.Number("latitude") is { } latitude && message.Number("longitude") is { } longitude =>
            new InboundContent.Location(latitude, longitude),
        _ => new InboundContent.Other(),
    };

    private static InboundContent.Media Medium(WireObject message, InboundMediaKind kind)
    {
        var own = message.Has("contentProvider") && message.Object("contentProvider") is { } provider && provider.Has("originalContentUrl")
            ? provider.Text("originalContentUrl") : null;
        return new InboundContent.Media(
            kind,
            own ?? (message.Text("id") is { } id
                ? new Uri(MediaHost, $"v2/bot/message/{Uri.EscapeDataString(id)}/content").AbsoluteUri : null));
    }
}
