using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Meta;
using FallbackOrchestrator.UnitTests.Channels;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Meta;

public sealed class MetaConformance : ChannelAdapterConformance
{
    internal static readonly Dictionary<string, string?> Account = new()
    {
        ["PhoneNumberId"] = "106540352242922",
        ["AccessToken"] = "EAAB-access-token",
        ["AppSecret"] = "app-secret-1",
        ["PreviousAppSecret"] = "app-secret-0",
        ["VerifyToken"] = "verify-token-1",
    };

    public override IProvider Provider { get; } = new MetaProvider();

    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.WhatsApp.Name;

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => ["EAAB-access-token", "app-secret-1", "app-secret-0", "verify-token-1"];

    protected override string Secret => "app-secret-1";

    protected override string PreviousSecret => "app-secret-0";

    protected override (string Name, int Start) SignatureHeader => ("X-Hub-Signature-256", 0);

    protected override (string Delivered, string Failed) StatusWords => ("delivered", "failed");

    protected override bool Batches => true;

    protected override (int Status, string Body) Accepting(string providerId) =>
        (200, $$"""{"messaging_product":"whatsapp","contacts":[{"input":"1","wa_id":"1"}],"messages":[{"id":"{{providerId}}"}]}""");

    protected override (int Status, string Body) Refusing(string reason) =>
        (400, new JsonObject { ["error"] = new JsonObject { ["code"] = 100, ["message"] = reason } }.ToJsonString());

    protected override ReceiptRequest Webhook(string secret, string body) => Signed(secret, body);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses) =>
        Signed(secret, Notification([.. statuses.Select(Status)]));

    protected override IEnumerable<string> OtherEvents =>
    [
        """{"object":"whatsapp_business_account","entry":[]}""",
        """{"object":"page","entry":[{"id":"1","messaging":[{"read":{"watermark":1}}]}]}""",
        """{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"messages":[{"id":"wamid.in","type":"text"}]}}]}]}""",
        """{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"message_template_status_update","value":{"event":"PAUSED"}}]}]}""",
        """{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"calls","value":{"statuses":[{"id":"w","status":"delivered"}]}}]}]}""",
    ];

    protected override string GenuineReceipt(Reported reported)
    {
        var status = Status(reported).AsObject();
        status["recipient_id"] = "447700900123";
        status["recipient_user_id"] = "US.13491208655302741918";
        status["conversation"] = new JsonObject { ["id"] = "c", ["expiration_timestamp"] = "1767366245",
            ["origin"] = new JsonObject { ["type"] = "utility" } };
        status["pricing"] = new JsonObject { ["billable"] = true, ["pricing_model"] = "PMP", ["type"] = "regular",
            ["category"] = "utility" };
        if (reported.Status == StatusWords.Delivered)
            status.Remove("errors");
        else
        {
            var error = status["errors"]![0]!;
            (error["title"], error["message"], error["href"]) = (
                "Message undeliverable", "Message undeliverable", "https://developers.facebook.com/");
        }
        var notification = JsonNode.Parse(Notification(status))!;
        var value = notification["entry"]![0]!["changes"]![0]!["value"]!;
        value["metadata"] = new JsonObject { ["display_phone_number"] = "15550783881", ["phone_number_id"] = "106540352242922" };
        value["contacts"] = new JsonArray(new JsonObject { ["wa_id"] = "447700900123", ["user_id"] = "US.1349" });
        return notification.ToJsonString();
    }

    protected override IReadOnlyCollection<string> DecidingInReceipts { get; } =
    [
        "entry[].changes[].field", "entry[].changes[].value.statuses[].id", "entry[].changes[].value.statuses[].status",
        "entry[].changes[].value.statuses[].biz_opaque_callback_data",
    ];

    protected override (int Status, string Body) GenuineAcceptance(string providerId) =>
        (200, $$"""{"messaging_product":"whatsapp","contacts":[{"input":"+447700900123","wa_id":"447700900123"}],"messages":[{"id":"{{providerId}}","message_status":"accepted"}]}""");

    protected override string IdInResponses => "messages[].id";

    protected override (int Status, string Body) GenuineRefusal => (400,
        """{"error":{"message":"(#131026) Message undeliverable","type":"OAuthException","code":131026,"error_subcode":2494010,"error_data":{"messaging_product":"whatsapp","details":"No such user"},"fbtrace_id":"A1b2","is_transient":false}}""");

    protected override IReadOnlyCollection<string> CodeInResponses { get; } = ["error.code"];

    internal static string Notification(params JsonNode[] statuses) => new JsonObject
    {
        ["object"] = "whatsapp_business_account",
        ["entry"] = new JsonArray(new JsonObject
        {
            ["id"] = "WABA",
            ["changes"] = new JsonArray(new JsonObject
            {
                ["field"] = "messages",
                ["value"] = new JsonObject { ["messaging_product"] = "whatsapp", ["statuses"] = new JsonArray(statuses) },
            }),
        }),
    }.ToJsonString();

    internal static ReceiptRequest Signed(string secret, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var signature = MetaWebhook.Sign(Encoding.UTF8.GetBytes(secret), bytes);
        return new ReceiptRequest(
            "POST", new Uri("https://us.example/webhooks/meta/main"), name => name == "X-Hub-Signature-256" ? signature : null, bytes,
            A.Time);
    }

    private static JsonNode Status(Reported reported)
    {
        var status = new JsonObject { ["id"] = reported.ProviderId, ["status"] = reported.Status, ["timestamp"] = "1767366245" };
        if (reported.Reference is { } reference)
            status["biz_opaque_callback_data"] = reference.ToString();
        if (reported.Words is { } reason)
            status["errors"] = new JsonArray(new JsonObject { ["code"] = 131026, ["error_data"] = new JsonObject { ["details"] = reason } });
        return status;
    }
}
