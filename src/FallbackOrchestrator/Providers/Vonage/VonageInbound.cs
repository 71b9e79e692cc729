using System.Collections.Frozen;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>
/// What people write, as Vonage's inbound webhook brings it: one message a request, on every channel in the same form
/// (https://developer.vonage.com/en/messages/concepts/inbound-messages). Vonage keeps media for a while at the address that it names.
/// </summary>
internal static class VonageInbound
{
    private static readonly FrozenDictionary<string, ChannelName> Names = new Dictionary<string, ChannelName>
    {
        ["sms"] = Channel.Sms.Name,
        ["mms"] = Channel.Sms.Name,
        ["whatsapp"] = Channel.WhatsApp.Name,
        ["viber_service"] = Channel.Viber.Name,
        ["rcs"] = Channel.Rcs.Name,
        ["messenger"] = Channel.Facebook.Name,
    }.ToFrozenDictionary();

    /// <summary>True if the body is a message, and not the status of one.</summary>
    public static bool Is(WireObject body) => body.Has("message_type") && !body.Has("status");

    /// <summary>Reads a message. One for another sender of the same application names that sender as its account.</summary>
    /// <param name="body">The body.</param>
    /// <param name="channel">The account's channel.</param>
    /// <param name="from">The account's sender.</param>
    public static InboundMessage Read(WireObject body, ChannelName channel, string from)
    {
        var (on, to) = (body.Text("channel")?.Trim().ToLowerInvariant(), body.Has("to") ? body.Text("to") : null);
        var isOurs = (!Names.TryGetValue(on ?? "", out var named) || named == channel) && !SenderId.AreOtherNumbers(from, to);
        var profile = body.Has("profile") ? body.Object("profile") : null;
        return new InboundMessage(
            body.Id("message_uuid"),
            InboundSender.Of(
                body.Has("from") ? body.Text("from") : null,
                Member(profile, "user_id"),
                Member(profile, "name"),
                Member(profile, "username")),
            ContentOf(body),
            body.Time("timestamp"))
        {
            AccountName = isOurs ? null : $"{on} {to}",
            RepliesTo = body.Has("context") ? body.Object("context")?.Id("message_uuid")
                : body.Has("reaction") && body.Object("reaction") is { } reaction && reaction.Has("message_uuid") ? reaction.Id("message_uuid")
                : null,
        };
    }

    private static InboundContent ContentOf(WireObject body)
    {
        switch (body.Text("message_type")?.Trim().ToLowerInvariant())
        {
            case "text" when body.Text("text") is { } text:
                return new InboundContent.Text(text);
            case "image" or "sticker" or "video" or "audio" or "file" or "vcard":
                return Medium(body, body.Text("message_type")!.Trim().ToLowerInvariant());
            case "location" when body.Object("location") is { } place && In(place, "lat", "latitude") is { } latitude
                && In(place, "long", "longitude") is { } longitude:
                return new InboundContent.Location(latitude, longitude);
            case "reply" when body.Object("reply") is { } reply:
                // A list's entry has a description; Vonage does not say otherwise which of the two was used.
                return new InboundContent.Choice(
                    reply.Has("description"), reply.Text("id"), reply.Text("title"), Member(reply, "description"));
            case "button" when body.Object("button") is { } button:
                return new InboundContent.Choice(IsOfList: false, button.Text("payload"), button.Text("text"));
            default:
                return new InboundContent.Other();
        }
    }

    private static InboundContent Medium(WireObject body, string type) => body.Object(type) is { } medium
        ? new InboundContent.Media(
            type switch
            {
                "image" or "sticker" => InboundMediaKind.Image,
                "video" => InboundMediaKind.Video,
                "audio" => InboundMediaKind.Audio,
                _ => InboundMediaKind.File,
            },
            medium.Text("url"),
            Member(medium, "caption"))
        : new InboundContent.Other();

    private static decimal? In(WireObject place, string name, string longName) =>
        place.Has(name) ? place.Number(name) : place.Number(longName);

    private static string? Member(WireObject? whole, string name) => whole?.Has(name) == true ? whole.Text(name) : null;
}
