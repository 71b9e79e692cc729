using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.TelegramGateway;
using FallbackOrchestrator.UnitTests.Channels;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.TelegramGateway;

public sealed class TelegramConformance : ChannelAdapterConformance
{
    internal static readonly Dictionary<string, string?> Account = new()
    {
        ["AccessToken"] = "gateway-token-1",
        ["PreviousAccessToken"] = "gateway-token-0",
    };

    public override IProvider Provider { get; } = new TelegramProvider();

    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Telegram.Name;

    protected override string StatusOf(string providerId) =>
        """{"ok":true,"result":{"request_id":"ID","delivery_status":{"status":"delivered"}}}""".Replace("ID", providerId);

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => ["gateway-token-1", "gateway-token-0"];

    protected override string Secret => "gateway-token-1";

    protected override string PreviousSecret => "gateway-token-0";

    protected override (string Name, int Start) SignatureHeader => ("X-Request-Signature", 0);

    protected override (string Delivered, string Failed) StatusWords => ("delivered", "expired");

    protected override bool FailuresHaveWords => false;

    protected override Handover Handover => A.Handover with { Body = new ContentBody.Text(Words) };

    protected override string Words => "4829";

    protected override (int Status, string Body) Accepting(string providerId) =>
        (200, $$$"""{"ok":true,"result":{"request_id":"{{{providerId}}}"}}""");

    protected override (int Status, string Body) Refusing(string reason) =>
        (400, new JsonObject { ["ok"] = false, ["error"] = reason }.ToJsonString());

    protected override ReceiptRequest Webhook(string secret, string body) => Signed(secret, body);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses)
    {
        var reported = statuses.Single();
        var report = new JsonObject
        {
            ["request_id"] = reported.ProviderId,
            ["delivery_status"] = new JsonObject { ["status"] = reported.Status, ["updated_at"] = 1_767_366_245 },
        };
        if (reported.Reference is { } reference)
            report["payload"] = reference.ToString();
        return Signed(secret, report.ToJsonString());
    }

    protected override IEnumerable<string> OtherEvents =>
    [
        "{}",
        """{"request_id":"r1","phone_number":"+447700900123","request_cost":0.01,"verification_status":{"status":"code_valid","updated_at":1767366300,"code_entered":"4829"}}""",
    ];

    protected override string GenuineReceipt(Reported reported)
    {
        var report = JsonNode.Parse(
            """
            {"request_id":"","phone_number":"+447700900123","request_cost":0.01,"is_refunded":false,"remaining_balance":9.99,
             "delivery_status":{"status":"","updated_at":1767366245},
             "verification_status":{"status":"code_valid","updated_at":1767366300,"code_entered":"4829"},"payload":""}
            """)!;
        (report["request_id"], report["delivery_status"]!["status"], report["payload"]) = (
            reported.ProviderId, reported.Status, reported.Reference.ToString());
        return report.ToJsonString();
    }

    protected override IReadOnlyCollection<string> DecidingInReceipts { get; } = ["request_id", "delivery_status.status", "payload"];

    protected override (int Status, string Body) GenuineAcceptance(string providerId) => (200,
        $$$"""{"ok":true,"result":{"request_id":"{{{providerId}}}","phone_number":"+447700900123","request_cost":0.01,"remaining_balance":9.99,"delivery_status":{"status":"sent","updated_at":1767366245},"payload":"p"}}""");

    protected override string IdInResponses => "result.request_id";

    protected override (int Status, string Body) GenuineRefusal => (200, """{"ok":false,"error":"PHONE_NUMBER_NOT_FOUND"}""");

    protected override IReadOnlyCollection<string> CodeInResponses { get; } = ["error"];

    internal static ReceiptRequest Signed(string secret, string body, DateTimeOffset? at = null)
    {
        var timestamp = $"{(at ?? A.Time).ToUnixTimeSeconds()}";
        var bytes = Encoding.UTF8.GetBytes(body);
        return Request(timestamp, TelegramReceipts.Sign(Encoding.UTF8.GetBytes(secret), timestamp, bytes), bytes, A.Time);
    }

    internal static ReceiptRequest Request(string? timestamp, string signature, ReadOnlyMemory<byte> body, DateTimeOffset now) => new(
        "POST", new Uri("https://us.example/webhooks/telegramgateway/main"),
        name => name switch { "X-Request-Signature" => signature, "X-Request-Timestamp" => timestamp, _ => null },
        body, now);
}
