using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.TelegramBot;

/// <summary>The settings of one Telegram bot.</summary>
internal sealed class TelegramBotOptions
{
    /// <summary>The bot's token, from @BotFather. It is a part of the address of every call. Secret.</summary>
    [Required, Secret]
    [RegularExpression("[0-9]{1,20}:[A-Za-z0-9_-]{8,128}", ErrorMessage = "a bot's token has digits, a colon, and letters")]
    public string BotToken { get; init; } = "";

    /// <summary>
    /// The secret that was set with the bot's webhook (<c>secret_token</c>), if what people write is to be taken here: 1 to 256 letters,
    /// digits, _ and -. Secret.
    /// </summary>
    [Secret, RegularExpression("[A-Za-z0-9_-]{1,256}", ErrorMessage = "Telegram takes letters, digits, _ and - in the secret of a webhook")]
    public string? WebhookSecret { get; init; }

    /// <summary>
    /// The <see cref="WebhookSecret"/> before the last change; accepted as well until it is removed here. Secret.
    /// </summary>
    [Secret]
    public string? PreviousWebhookSecret { get; init; }

    /// <summary>Removes these secrets from Telegram's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(BotToken, WebhookSecret, PreviousWebhookSecret);
}
