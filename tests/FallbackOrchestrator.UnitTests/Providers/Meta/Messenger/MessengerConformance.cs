using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Meta;
using FallbackOrchestrator.Providers.Meta.Messenger;
using FallbackOrchestrator.UnitTests.Channels;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Meta.Messenger;

public sealed class FacebookConformance : MessengerConformance
{
    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Facebook.Name;
}

public sealed class InstagramConformance : MessengerConformance
{
    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Instagram.Name;
}

/// <summary>Pages and Instagram accounts send by the same call and have the same webhook.</summary>
public abstract class MessengerConformance : ChannelAdapterConformance
{
    internal const string Person = "4215879168499214";

    internal static readonly Dictionary<string, string?> Account = new()
    {
        ["PageId"] = "1906385232743451",
        ["InstagramAccountId"] = "17841405822304914",
        ["AccessToken"] = "EAAB-page-token",
        ["AppSecret"] = "app-secret-1",
        ["PreviousAppSecret"] = "app-secret-0",
        ["VerifyToken"] = "verify-token-1",
    };

    public override IProvider Provider { get; } = new MessengerProvider();

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => ["EAAB-page-token", "app-secret-1", "app-secret-0", "verify-token-1"];

    protected override string Secret => "app-secret-1";

    protected override string PreviousSecret => "app-secret-0";

    protected override (string Name, int Start) SignatureHeader => ("X-Hub-Signature-256", 0);

    protected override (string Delivered, string Failed) StatusWords => ("delivery", "");

    protected override bool Batches => true;

    protected override bool ReportsFailures => false;

    protected override bool ReceiptsHaveReference => false;

    protected override Handover Handover => A.Handover with { Recipient = new Recipient(null, Person) };

    protected override (int Status, string Body) Accepting(string providerId) =>
        (200, $$"""{"recipient_id":"{{Person}}","message_id":"{{providerId}}"}""");

    protected override (int Status, string Body) GenuineAcceptance(string providerId) => Accepting(providerId);

    protected override string IdInResponses => "message_id";

    protected override (int Status, string Body) Refusing(string reason) =>
        (400, new JsonObject { ["error"] = new JsonObject { ["code"] = 100, ["message"] = reason } }.ToJsonString());

    protected override (int Status, string Body) GenuineRefusal => (400,
        """{"error":{"message":"(#10) This message is sent outside of allowed window.","type":"OAuthException","code":10,"error_subcode":2018278,"fbtrace_id":"BLBz/WZt8dN"}}""");

    protected override IReadOnlyCollection<string> CodeInResponses { get; } = ["error.code", "error.error_subcode"];

    protected override ReceiptRequest Webhook(string secret, string body) => Signed(secret, body);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses) =>
        Signed(secret, Notification([.. statuses.Select(Event)]));

    protected override IEnumerable<string> OtherEvents =>
    [
        """{"object":"page","entry":[]}""",
        """{"object":"page","entry":[{"id":"1","messaging":[{"sender":{"id":"2"},"message":{"mid":"m_1","text":"Hello"}}]}]}""",
        """{"object":"page","entry":[{"id":"1","messaging":[{"message":{"mid":"m_1","is_echo":true,"text":"from the inbox"}}]}]}""",
        """{"object":"page","entry":[{"id":"1","messaging":[{"message":{"mid":"m_1","is_echo":true,"metadata":"of another app"}}]}]}""",
        """{"object":"page","entry":[{"id":"1","messaging":[{"read":{"watermark":1458668856253}}]}]}""",
        """{"object":"page","entry":[{"id":"1","messaging":[{"postback":{"payload":"x"}},{"reaction":{"mid":"m_1"}}]}]}""",
        """{"object":"instagram","entry":[{"id":"1","changes":[{"field":"comments","value":{"id":"2"}}]}]}""",
        """{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"statuses":[{"id":"w","status":"delivered"}]}}]}]}""",
    ];

    protected override string GenuineReceipt(Reported reported)
    {
        var one = Event(reported);
        (one["sender"], one["recipient"]) = (new JsonObject { ["id"] = Person }, new JsonObject { ["id"] = "1906385232743451" });
        one["delivery"]!["watermark"] = 1_767_366_245_000;
        return Notification(one);
    }

    protected override IReadOnlyCollection<string> DecidingInReceipts { get; } = ["entry[].messaging[].delivery.mids"];

    internal static string Notification(params JsonNode[] events) => new JsonObject
    {
        ["object"] = "page",
        ["entry"] = new JsonArray(new JsonObject
        {
            ["id"] = "1906385232743451",
            ["time"] = 1_767_366_245_000,
            ["messaging"] = new JsonArray(events),
        }),
    }.ToJsonString();

    internal static ReceiptRequest Signed(string secret, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var signature = MetaWebhook.Sign(Encoding.UTF8.GetBytes(secret), bytes);
        return new ReceiptRequest(
            "POST", new Uri("https://us.example/webhooks/messenger/main"), name => name == "X-Hub-Signature-256" ? signature : null, bytes,
            A.Time);
    }

    private static JsonObject Event(Reported reported) => new()
    {
        ["timestamp"] = 1_767_366_245_000,
        [reported.Status] = new JsonObject { ["mids"] = new JsonArray(reported.ProviderId) },
    };
}
