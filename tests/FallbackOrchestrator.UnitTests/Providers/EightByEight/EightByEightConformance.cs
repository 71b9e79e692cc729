using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.EightByEight;
using FallbackOrchestrator.UnitTests.Channels;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.EightByEight;

public sealed class EightByEightConformance : ChannelAdapterConformance
{
    private const string Url = "https://us.example/webhooks/8x8/main";

    internal static readonly Dictionary<string, string?> Account = new()
    {
        ["SubAccountId"] = "shop_main",
        ["ApiToken"] = "8x8-api-key-1",
        ["From"] = "SHOP",
        ["ReceiptSecret"] = "receipt-secret-1",
        ["PreviousReceiptSecret"] = "receipt-secret-0",
        ["WebhookSecret"] = "webhook-secret-1",
    };

    public override IProvider Provider { get; } = new EightByEightProvider();

    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Sms.Name;

    protected override string StatusOf(string providerId) =>
        """{"umid":"ID","status":{"state":"delivered","detail":"delivered_to_recipient"}}""".Replace("ID", providerId);

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => ["8x8-api-key-1", "receipt-secret-1", "receipt-secret-0", "webhook-secret-1"];

    protected override string Secret => "receipt-secret-1";

    protected override string PreviousSecret => "receipt-secret-0";

    protected override (string Name, int Start) SignatureHeader => ("", 0);

    protected override bool AddressIsSigned => true;

    protected override (string Delivered, string Failed) StatusWords => ("delivered", "undelivered");

    protected override (int Status, string Body) Accepting(string providerId) =>
        (200, $$$"""{"umid":"{{{providerId}}}","status":{"code":"QUEUED"}}""");

    protected override (int Status, string Body) Refusing(string reason) =>
        (400, new JsonObject { ["code"] = 1000, ["message"] = reason }.ToJsonString());

    protected override ReceiptRequest Webhook(string secret, string body) => Posted(secret, "", body);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses)
    {
        var reported = statuses.Single();
        return Posted(secret, reported.Reference?.ToString() ?? "", new JsonObject
        {
            ["eventType"] = "outbound_message_status_changed",
            ["payload"] = new JsonObject
            {
                ["umid"] = reported.ProviderId,
                ["status"] = new JsonObject { ["state"] = reported.Status, ["errorMessage"] = reported.Words },
            },
        }.ToJsonString());
    }

    protected override IEnumerable<string> OtherEvents =>
    [
        """{"namespace":"SMS","eventType":"inbound_message_received","payload":{"umid":"1","source":"+447700900123","body":"STOP"}}""",
        """{"namespace":"SMS","eventType":"something_new","payload":{}}""",
    ];

    protected override string GenuineReceipt(Reported reported)
    {
        var one = JsonNode.Parse(
            """
            {"namespace":"SMS","eventType":"outbound_message_status_changed","description":"SMS outbound message delivery receipt","payload":{
             "umid":"","batchId":"3e09ac86-bd74-5465-851d-1eb5a5fdbb9b","clientMessageId":"","clientBatchId":"2e09ac86","subAccountId":"shop_main",
             "source":"SHOP","destination":"+447700900123",
             "status":{"state":"","detail":"","timestamp":"2026-11-23T10:00:05.12Z","errorCode":46,"errorMessage":""},
             "price":{"total":0.0375,"perSms":0.0125,"currency":"USD"},"smsCount":3}}
            """)!;
        var payload = one["payload"]!;
        (payload["umid"], payload["clientMessageId"]) = (reported.ProviderId, reported.Reference.ToString());
        payload["status"]!["state"] = reported.Status;
        payload["status"]!["detail"] = reported.Status == StatusWords.Failed ? "undelivered_to_recipient" : "delivered_to_recipient";
        payload["status"]!["errorMessage"] = reported.Words;
        return one.ToJsonString();
    }

    protected override IReadOnlyCollection<string> DecidingInReceipts { get; } = ["eventType", "payload.umid", "payload.status.state"];

    protected override (int Status, string Body) GenuineAcceptance(string providerId) => (200,
        $$$"""{"umid":"{{{providerId}}}","clientMessageId":"1","destination":"447700900123","encoding":"GSM7","status":{"code":"QUEUED","description":"SMS is accepted"}}""");

    protected override string IdInResponses => "umid";

    protected override (int Status, string Body) GenuineRefusal => (400,
        """{"code":1002,"message":"Invalid MSISDN","errorId":"fbb239f1-2eb1-ea11-afa9-00155db6eaf4","timestamp":"2026-11-23T10:00:05.12Z"}""");

    protected override IReadOnlyCollection<string> CodeInResponses { get; } = ["code"];

    protected override string SignatureOf(ReceiptRequest request) => request.Url.Query.Split("sig=")[1];

    protected override ReceiptRequest WithSignature(ReceiptRequest request, string? signature)
    {
        var (own, other) = ($"sig={SignatureOf(request)}", signature is null ? "" : $"sig={Uri.EscapeDataString(signature)}");
        return request with { Url = new Uri(request.Url.OriginalString.Replace(own, other, StringComparison.Ordinal)) };
    }

    protected override ReceiptRequest ReferringTo(AttemptReference reference, ReceiptRequest request, string body) =>
        Posted(Secret, reference.ToString(), body);

    /// <summary>A receipt at the address that the service signed for an attempt.</summary>
    internal static ReceiptRequest Posted(string secret, string reference, string body)
    {
        var signature = SignedAddress.Sign(Encoding.UTF8.GetBytes(secret), reference);
        return new ReceiptRequest(
            "POST", new Uri($"{Url}?ref={reference}&sig={signature}"), _ => null, Encoding.UTF8.GetBytes(body), A.Time);
    }
}
