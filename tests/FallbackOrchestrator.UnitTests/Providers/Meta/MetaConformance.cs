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

    public override ChannelName Channel => FallbackOrchestrator.Channels.Channel.WhatsApp.Name;

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => ["EAAB-access-token", "app-secret-1", "app-secret-0", "verify-token-1"];

    protected override string Secret => "app-secret-1";

    protected override string PreviousSecret => "app-secret-0";

    protected override (string Name, int Start) SignatureHeader => ("X-Hub-Signature-256", 0);

    protected override (string Delivered, string Failed) StatusWords => ("delivered", "failed");

    protected override bool Batches => true;

    protected override (int Status, string Body) Accepting(string providerId) =>
        (200, $$"""{"messaging_product":"whatsapp","contacts":[{"input":"1","wa_id":"1"}],"messages":[{"id":"{{providerId}}"}]}""");

    protected override (int Status, string Body) Refusing(string words) =>
        (400, new JsonObject { ["error"] = new JsonObject { ["code"] = 100, ["message"] = words } }.ToJsonString());

    protected override ReceiptRequest Webhook(string secret, string body) => Signed(secret, body);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses) => Signed(secret, Notification([.. statuses.Select(Status)]));

    protected override IEnumerable<string> OtherEvents =>
    [
        """{"object":"whatsapp_business_account","entry":[]}""",
        """{"object":"page","entry":[{"id":"1","messaging":[{"read":{"watermark":1}}]}]}""",
        """{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"messages":[{"id":"wamid.in","type":"text"}]}}]}]}""",
        """{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"message_template_status_update","value":{"event":"PAUSED"}}]}]}""",
        """{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"calls","value":{"statuses":[{"id":"w","status":"delivered"}]}}]}]}""",
    ];

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
        var signature = MetaReceipts.Sign(Encoding.UTF8.GetBytes(secret), bytes);
        return new ReceiptRequest(
            "POST", new Uri("https://us.example/webhooks/meta/main"), name => name == "X-Hub-Signature-256" ? signature : null, bytes, A.Time);
    }

    private static JsonNode Status(Reported reported)
    {
        var status = new JsonObject { ["id"] = reported.ProviderId, ["status"] = reported.Status, ["timestamp"] = "1767366245" };
        if (reported.Reference is { } reference)
            status["biz_opaque_callback_data"] = reference.ToString();
        if (reported.Words is { } words)
            status["errors"] = new JsonArray(new JsonObject { ["code"] = 131026, ["error_data"] = new JsonObject { ["details"] = words } });
        return status;
    }
}
