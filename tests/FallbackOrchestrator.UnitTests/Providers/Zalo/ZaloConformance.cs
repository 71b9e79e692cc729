using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using FallbackOrchestrator.Providers.Zalo;
using FallbackOrchestrator.UnitTests.Channels;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Zalo;

public sealed class ZaloConformance : ChannelAdapterConformance
{
    private const string AppId = "123456789";

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 4096 };

    internal static readonly Dictionary<string, string?> Account = new()
    {
        ["AppId"] = AppId,
        ["AccessToken"] = "zalo-access-token-1",
        ["OaSecretKey"] = "oa-secret-key-1",
        ["PreviousOaSecretKey"] = "oa-secret-key-0",
    };

    public override IProvider Provider { get; } = new ZaloProvider();

    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Zalo.Name;

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => ["zalo-access-token-1", "oa-secret-key-1", "oa-secret-key-0"];

    protected override string Secret => "oa-secret-key-1";

    protected override string PreviousSecret => "oa-secret-key-0";

    protected override (string Name, int Start) SignatureHeader => ("X-ZEvent-Signature", "mac=".Length);

    protected override (string Delivered, string Failed) StatusWords => ("user_received_message", "");

    protected override bool ReportsFailures => false;

    protected override Handover Handover => A.Handover with
    {
        Body = new ContentBody.Template(
            "7895417", "en", [new TemplateComponent.Body([new TemplateParameter.Text(Words, "customer")])]),
    };

    protected override (int Status, string Body) Accepting(string providerId) =>
        (200, $$$"""{"error":0,"data":{"msg_id":"{{{providerId}}}"}}""");

    protected override (int Status, string Body) Refusing(string reason) =>
        (200, new JsonObject { ["error"] = -112, ["message"] = reason }.ToJsonString());

    protected override ReceiptRequest Webhook(string secret, string body) => Signed(secret, body);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses)
    {
        var reported = statuses.Single();
        var message = new JsonObject { ["delivery_time"] = "1767366245000", ["msg_id"] = reported.ProviderId };
        if (reported.Reference is { } reference)
            message["tracking_id"] = reference.ToString();
        return Signed(secret, new JsonObject
        {
            ["event_name"] = reported.Status,
            ["message"] = message,
            ["timestamp"] = "1767366246000",
        }.ToJsonString());
    }

    protected override IEnumerable<string> OtherEvents =>
    [
        """{"event_name":"user_received_message","message":{"msg_id":"of-a-follower"},"timestamp":"1767366246000"}""",
        """{"event_name":"user_send_text","message":{"text":"Hello","msg_id":"m"},"timestamp":"1767366246000"}""",
        """{"event_name":"follow","follower":{"id":"1"},"timestamp":"1767366246000"}""",
        """{"event_name":"change_oa_daily_quota","timestamp":1767366246000}""",
    ];

    protected override string GenuineReceipt(Reported reported)
    {
        var one = JsonNode.Parse(
            """
            {"sender":{"id":"2893352839501541173"},"recipient":{"id":"447700900123"},"event_name":"",
             "message":{"delivery_time":"1767366245000","msg_id":"","tracking_id":""},"app_id":"123456789","timestamp":"1767366246000"}
            """)!;
        one["event_name"] = reported.Status;
        (one["message"]!["msg_id"], one["message"]!["tracking_id"]) = (reported.ProviderId, reported.Reference.ToString());
        return one.ToJsonString();
    }

    // The time is signed.
    protected override IReadOnlyCollection<string> DecidingInReceipts { get; } =
        ["event_name", "message.msg_id", "message.tracking_id", "timestamp"];

    protected override (int Status, string Body) GenuineAcceptance(string providerId) => (200,
        $$$$"""{"error":0,"message":"Success","data":{"msg_id":"{{{{providerId}}}}","sent_time":"1767366245000","sending_mode":"1","quota":{"dailyQuota":"500","remainingQuota":"499"}}}""");

    protected override string IdInResponses => "data.msg_id";

    protected override IEnumerable<(string What, string Body)> OddResponses(string genuine, IReadOnlyCollection<string> deciding) =>
        base.OddResponses(genuine, [.. deciding, "error"]);

    protected override (int Status, string Body) GenuineRefusal => (200, """{"error":-118,"message":"Zalo account not existed"}""");

    protected override IReadOnlyCollection<string> CodeInResponses { get; } = ["error"];

    internal static ReceiptRequest Signed(string secret, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Request($"mac={ZaloReceipts.Sign(Encoding.UTF8.GetBytes(secret), AppId, bytes, TimeIn(body))}", bytes);
    }

    internal static ReceiptRequest Request(string signature, ReadOnlyMemory<byte> body) => new(
        "POST", new Uri("https://us.example/webhooks/zalo/main"), name => name == "X-ZEvent-Signature" ? signature : null, body, A.Time);

    private static string TimeIn(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body.TrimStart('\uFEFF'), Deep);
            return json.RootElement.EnumerateObject()
                .Where(member => member.Name.Equals("timestamp", StringComparison.OrdinalIgnoreCase))
                .Select(member => member.Value.ToString())
                .FirstOrDefault("");
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
