using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.TelegramBot;
using FallbackOrchestrator.UnitTests.Channels;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.TelegramBot;

/// <summary>A bot hears of no status, and its calls have no reference.</summary>
public sealed class TelegramBotConformance : ChannelAdapterConformance
{
    internal const string Chat = "99904444";
    internal const string Token = "123456789:AAExample-token_of-a-bot-0123456789";

    internal static readonly Dictionary<string, string?> Account = new()
    {
        ["BotToken"] = Token,
        ["WebhookSecret"] = "webhook-secret-1",
        ["PreviousWebhookSecret"] = "webhook-secret-0",
    };

    public override IProvider Provider { get; } = new TelegramBotProvider();

    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Telegram.Name;

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => [Token, "webhook-secret-1", "webhook-secret-0"];

    protected override string Secret => "webhook-secret-1";

    protected override string PreviousSecret => "webhook-secret-0";

    protected override (string Name, int Start) SignatureHeader => ("X-Telegram-Bot-Api-Secret-Token", 0);

    protected override (string Delivered, string Failed) StatusWords => ("", "");

    protected override bool ReportsStatuses => false;

    protected override bool ReportsFailures => false;

    protected override bool ReceiptsHaveId => false;

    protected override bool ReceiptsHaveReference => false;

    protected override Handover Handover => A.Handover with { Recipient = new Recipient(null, Chat) };

    protected override string ReferenceInCalls => Chat;

    protected override (int Status, string Body) Accepting(string providerId) =>
        (200, $$$"""{"ok":true,"result":{"message_id":"{{{providerId}}}"}}""");

    protected override (int Status, string Body) Refusing(string reason) =>
        (400, new JsonObject { ["ok"] = false, ["error_code"] = 400, ["description"] = reason }.ToJsonString());

    protected override ReceiptRequest Webhook(string secret, string body) => new(
        "POST", new Uri("https://us.example/webhooks/telegrambot/main"), name => name == SignatureHeader.Name ? secret : null,
        Encoding.UTF8.GetBytes(body), A.Time);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses) => Webhook(secret, "{}");

    protected override IEnumerable<string> OtherEvents =>
    [
        """{"update_id":1,"my_chat_member":{"chat":{"id":99904444,"type":"private"},"new_chat_member":{"status":"kicked"}}}""",
        """{"update_id":2,"edited_message":{"message_id":1,"chat":{"id":99904444,"type":"private"},"text":"Hello"}}""",
    ];

    protected override string GenuineReceipt(Reported reported) => "{}";

    protected override IReadOnlyCollection<string> DecidingInReceipts { get; } = [];

    protected override (int Status, string Body) GenuineAcceptance(string providerId) => (200,
        $$$$"""{"ok":true,"result":{"message_id":"{{{{providerId}}}}","from":{"id":1,"is_bot":true},"chat":{"id":99904444,"type":"private"},"date":1795428000}}""");

    protected override string IdInResponses => "result.message_id";

    protected override (int Status, string Body) GenuineRefusal => (403,
        """{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}""");

    protected override IReadOnlyCollection<string> CodeInResponses { get; } = ["error_code", "description"];
}
