using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.TelegramBot;

/// <summary>The settings of one Telegram bot.</summary>
internal sealed class TelegramBotOptions
{
    /// <summary>The bot's token, from @BotFather. It is a part of the address of every call. Secret.</summary>
    [Required, Secret, RegularExpression("[0-9]{1,20}:[A-Za-z0-9_-]{8,128}", ErrorMessage = "a bot's token has digits, a colon, and letters")]
    public string BotToken { get; init; } = "";

    /// <summary>Removes this secret from Telegram's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(BotToken);
}
