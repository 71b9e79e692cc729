using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages.Inbound;

namespace FallbackOrchestrator.Providers.TelegramBot;

/// <summary>
/// What people write to a bot (https://core.telegram.org/bots/api#message). Groups are left out. Telegram names no address of a medium:
/// only the bot's own program can ask for it.
/// </summary>
internal static class TelegramBotInbound
{
    internal const string Message = "message";

    /// <summary>The message in an update; null if it has none of a single person.</summary>
    public static InboundMessage? Read(WireObject update)
    {
        if (update.Object(Message) is not { } message || message.Object("chat") is not { } chat
            || chat.Has("type") && chat.Text("type") != "private")
            return null;
        var (chatId, messageId) = (chat.Text("id"), message.Text("message_id"));
        var from = message.Has("from") ? message.Object("from") : null;
        // Telegram counts the messages of each chat by themselves.
        return new InboundMessage(
            chatId is null || messageId is null ? null : $"{chatId}-{messageId}",
            new InboundSender(Msisdn: null, chatId, NameOf(from), Member(from, "username")),
            ContentOf(message),
            message.Time("date"));
    }

    private static InboundContent ContentOf(WireObject message)
    {
        var caption = Member(message, "caption");
        if (message.Has("text") && message.Text("text") is { } text)
            return new InboundContent.Text(text);
        if (message.Has("location") && message.Object("location") is { } place && place.Number("latitude") is { } latitude
            && place.Number("longitude") is { } longitude)
            return new InboundContent.Location(latitude, longitude);
        return message.Has("photo") ? new InboundContent.Media(InboundMediaKind.Image, Url: null, caption)
            : message.Has("video") ? new InboundContent.Media(InboundMediaKind.Video, Url: null, caption)
            : message.Has("audio") || message.Has("voice") ? new InboundContent.Media(InboundMediaKind.Audio, Url: null, caption)
            : message.Has("document") ? new InboundContent.Media(InboundMediaKind.File, Url: null, caption)
            : new InboundContent.Other();
    }

    private static string? NameOf(WireObject? from) =>
        string.Join(' ', new[] { Member(from, "first_name"), Member(from, "last_name") }.OfType<string>()) is { Length: > 0 } name
            ? name : null;

    private static string? Member(WireObject? of, string name) => of?.Has(name) == true ? of.Text(name) : null;
}
