using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages.Inbound;

namespace FallbackOrchestrator.Providers.Viber;

/// <summary>
/// What subscribers write to a bot (https://creators.viber.com/docs/bots-api/events/message-received). A medium can be opened by anybody at
/// its address for a while.
/// </summary>
internal static class ViberInbound
{
    internal const string Event = "message";

    /// <summary>The message in an event of this name.</summary>
    public static InboundMessage Read(WireObject one)
    {
        var sender = one.Object("sender");
        return new InboundMessage(
            one.Text("message_token"),
            new InboundSender(Msisdn: null, sender?.Text("id"), sender?.Has("name") == true ? sender.Text("name") : null),
            one.Object("message") is { } message ? ContentOf(message) : new InboundContent.Other(),
            one.Time("timestamp"));
    }

    private static InboundContent ContentOf(WireObject message) => message.Text("type")?.Trim().ToLowerInvariant() switch
    {
        "text" when message.Text("text") is { } text => new InboundContent.Text(text),
        "url" when message.Text("media") is { } address => new InboundContent.Text(address),
        "picture" => Medium(message, InboundMediaKind.Image),
        "video" => Medium(message, InboundMediaKind.Video),
        "file" => Medium(message, InboundMediaKind.File),
        "location" when message.Object("location") is { } place && place.Number("lat") is { } latitude
            && place.Number("lon") is { } longitude => new InboundContent.Location(latitude, longitude),
        _ => new InboundContent.Other(),
    };

    private static InboundContent.Media Medium(WireObject message, InboundMediaKind kind) =>
        new(kind, message.Text("media"), message.Has("text") ? message.Text("text") : null);
}
