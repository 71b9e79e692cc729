using System.Text;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.TelegramBot;

/// <summary>
/// A bot's updates (https://core.telegram.org/bots/api#getting-updates), one a request, with the secret that was set with the webhook in a
/// header. No update is a receipt; <see cref="TelegramBotInbound"/> reads what people write.
/// </summary>
internal sealed class TelegramBotUpdates(TelegramBotOptions options)
{
    internal const string Signature = "X-Telegram-Bot-Api-Secret-Token";

    private readonly RotatingSecret _secret = new(options.WebhookSecret ?? "", options.PreviousWebhookSecret);

    public ReceiptParseResult Read(ReceiptRequest request)
    {
        // Without a secret of the account no request can be told from a stranger's.
        if (!_secret.Verifies(request.Headers(Signature), Encoding.UTF8.GetString))
            return new ReceiptParseResult.Unauthentic($"{Signature} is missing or wrong");
        return WireObject.Read(request.Body, request.Unexpected) is { } updates
            ? ReceiptParseResult.Receipts.Of(
                [],
                from update in updates
                where update.Has(TelegramBotInbound.Message)
                let read = TelegramBotInbound.Read(update)
                where read is not null
                select read)
            : new ReceiptParseResult.Malformed("not an update of Telegram's form");
    }
}
