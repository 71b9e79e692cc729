using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages.Inbound;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>
/// What people write on WhatsApp, as its notifications bring it
/// (https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages). A medium has an id, whose
/// address Meta tells whoever has the account's token.
/// </summary>
internal sealed class MetaInbound(MetaOptions options)
{
    /// <summary>The messages of one change.</summary>
    public IEnumerable<InboundMessage> Messages(WireObject value)
    {
        if (!value.Has("messages"))
            return [];
        var number = value.Object("metadata")?.Text("phone_number_id");
        return value.Objects("messages")
            // "system" tells that a person has changed the number: nobody wrote it.
            .Where(message => message.Text("type") is not "system")
            .Select(message => Read(message, value) with { AccountName = number });
    }

    private InboundMessage Read(WireObject message, WireObject value)
    {
        var from = message.Has("from") ? message.Text("from") : null;
        var userId = message.Has("from_user_id") ? message.Text("from_user_id") : null;
        var contact = value.Has("contacts")
            ? value.Objects("contacts").FirstOrDefault(one => IsOf(one, "wa_id", from) || IsOf(one, "user_id", userId))
            : null;
        var profile = contact?.Has("profile") == true ? contact.Object("profile") : null;
        return new InboundMessage(
            message.Id("id"),
            InboundSender.Of(
                from,
                userId ?? (contact?.Has("user_id") == true ? contact.Text("user_id") : null),
                profile?.Text("name"),
                profile?.Has("username") == true ? profile.Text("username") : null),
            ContentOf(message),
            message.Time("timestamp"))
        {
            RepliesTo = message.Has("context") && message.Object("context") is { } context && context.Has("id") ? context.Id("id")
                : message.Has("reaction") ? message.Object("reaction")?.Id("message_id")
                : null,
        };
    }

    private static bool IsOf(WireObject contact, string name, string? id) =>
        id is not null && contact.Has(name) && contact.Text(name) == id;

    private InboundContent ContentOf(WireObject message) => message.Text("type")?.Trim().ToLowerInvariant() switch
    {
        "text" when message.Object("text")?.Text("body") is { } body => new InboundContent.Text(body),
        "image" => Medium(message, "image", InboundMediaKind.Image),
        "sticker" => Medium(message, "sticker", InboundMediaKind.Image),
        "video" => Medium(message, "video", InboundMediaKind.Video),
        "audio" => Medium(message, "audio", InboundMediaKind.Audio),
        "document" => Medium(message, "document", InboundMediaKind.File),
        "location" when message.Object("location") is { } place
            && place.Number("latitude") is { } latitude && place.Number("longitude") is { } longitude =>
            new InboundContent.Location(latitude, longitude),
        "button" when message.Object("button") is { } button =>
            new InboundContent.Choice(IsOfList: false, button.Text("payload"), button.Text("text")),
        "interactive" when message.Object("interactive") is { } interactive => ChoiceIn(interactive),
        _ => new InboundContent.Other(),
    };

    private InboundContent Medium(WireObject message, string type, InboundMediaKind kind)
    {
        if (message.Object(type) is not { } medium)
            return new InboundContent.Other();
        var url = medium.Has("url") ? medium.Text("url")
            : medium.Id("id") is { } id ? new Uri(MetaProvider.Host, $"{options.GraphVersion}/{Uri.EscapeDataString(id)}").AbsoluteUri
            : null;
        return new InboundContent.Media(kind, url, medium.Has("caption") ? medium.Text("caption") : null);
    }

    private static InboundContent ChoiceIn(WireObject interactive)
    {
        if (interactive.Has("button_reply") && interactive.Object("button_reply") is { } button)
            return new InboundContent.Choice(IsOfList: false, button.Text("id"), button.Text("title"));
        if (interactive.Has("list_reply") && interactive.Object("list_reply") is { } entry)
            return new InboundContent.Choice(
                IsOfList: true, entry.Text("id"), entry.Text("title"), entry.Has("description") ? entry.Text("description") : null);
        return interactive.Has("nfm_reply") && interactive.Object("nfm_reply")?.Text("response_json") is { } answers
            ? new InboundContent.Form(answers)
            : new InboundContent.Other();
    }
}
