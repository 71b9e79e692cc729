using System.Globalization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.TelegramBot;

/// <summary>
/// One Telegram bot. Telegram has the message when it accepts a call, and tells a bot nothing after it: its acceptance is Sent, and Sent is
/// all that can be heard. The call has no field for our reference, and none that makes it safe to repeat.
/// </summary>
internal sealed class TelegramBotAdapter(AccountSettings settings, TelegramBotOptions options) : IChannelAdapter
{
    private const string Credentials = "credentials";
    private const string Webhook = "webhook";

    private readonly ErrorTextRedactor _words = options.Redactor();
    private readonly TelegramBotUpdates _updates = new(options);

    public AdapterCapabilities Traits { get; } = new(SuccessStatus.Sent)
    {
        SignatureHeader = TelegramBotUpdates.Signature,
        Addressing = AccountAddressing.UserIdsOnly,
    };

    public HttpRequestMessage WriteCall(Handover handover)
    {
        if (!long.TryParse(handover.Recipient.ChannelUserId, NumberStyles.None, CultureInfo.InvariantCulture, out var chatId))
            throw new InvalidOperationException("a Telegram bot takes ids of chats only");
        var (method, call) = TelegramBotCall.Of(handover.Body, chatId);
        return new HttpRequestMessage(HttpMethod.Post, AddressOf(method))
        {
            Content = JsonWire.Write(call, TelegramBotJson.Default.TelegramBotCall),
        };
    }

    public CallResult ReadResponse(ProviderResponse response)
    {
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        return response.Status is >= 200 and < 300 && read?.Has("result") == true
            && read.Object("result")?.Text("message_id") is { Length: > 0 } id
                ? new CallResult.Accepted(id, AttemptStatus.Sent)
                : TelegramBotErrors.Refusal(response, read, _words);
    }

    public ReceiptParseResult ReadReceipts(ReceiptRequest request) => _updates.Read(request);

    // Whose updates go elsewhere need no webhook here.
    public IReadOnlyList<AccountCheck> Checks(Uri receiptsTo) =>
    [
        new AccountCheck(Credentials, () => Get("getMe"), TokenAccepted),
        .. string.IsNullOrEmpty(options.WebhookSecret)
            ? Array.Empty<AccountCheck>()
            : [new AccountCheck(Webhook, () => Get("getWebhookInfo"), response => WebhookFound(response, receiptsTo))],
    ];

    private static AccountFinding TokenAccepted(ProviderResponse response) => response.Status switch
    {
        200 => new AccountFinding(Credentials, AccountVerdict.Right, "Telegram accepts the bot's token"),
        401 or 404 => new AccountFinding(
            Credentials, AccountVerdict.Wrong, "Telegram does not accept the bot's token", nameof(TelegramBotOptions.BotToken)),
        _ => AccountFinding.Unclear(Credentials, response),
    };

    private static AccountFinding WebhookFound(ProviderResponse response, Uri receiptsTo) => response.Status != 200
        || WireObject.Read(response.Body, response.Unexpected) is not [var body, ..] || body.Object("result") is not { } webhook
            ? AccountFinding.Unclear(Webhook, response)
        : webhook.Text("url") == receiptsTo.AbsoluteUri
            ? new AccountFinding(Webhook, AccountVerdict.Right, "Telegram posts the bot's updates here")
        : new AccountFinding(
            Webhook, AccountVerdict.Wrong, $"Telegram does not post the bot's updates here: set {receiptsTo} by setWebhook, with the secret");

    private HttpRequestMessage Get(string method) => new(HttpMethod.Get, AddressOf(method));

    private Uri AddressOf(string method) => settings.Address(TelegramBotProvider.Host, $"bot{options.BotToken}/{method}");
}
