using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Hosting;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Google;
using FallbackOrchestrator.UnitTests.Channels;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Google;

public sealed class GoogleConformance : ChannelAdapterConformance
{
    internal static readonly Dictionary<string, string?> Account = new()
    {
        ["AgentId"] = "acme_agent",
        ["ClientEmail"] = "rbm@acme.iam.gserviceaccount.com",
        ["PrivateKeyId"] = "key-1",
        ["PrivateKey"] = DevelopmentKey.Pem,
        ["TokenUri"] = $"https://{TokenIssuer.Host}/token",
        ["ClientToken"] = "SJENCPGJESMGUFPY",
        ["PreviousClientToken"] = "client-token-before",
    };

    public override IProvider Provider { get; } = new GoogleProvider();

    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Rcs.Name;

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => [DevelopmentKey.Pem, "SJENCPGJESMGUFPY", "client-token-before"];

    protected override string Secret => "SJENCPGJESMGUFPY";

    protected override string PreviousSecret => "client-token-before";

    protected override (string Name, int Start) SignatureHeader => ("X-Goog-Signature", 0);

    protected override (string Delivered, string Failed) StatusWords => ("DELIVERED", "TTL_EXPIRATION_REVOKED");

    protected override bool ReadsUnsignedBodies => true;

    protected override bool FailuresHaveWords => false;

    protected override string IssuedToken => """{"access_token":"ya29.an-access-token","expires_in":3599,"token_type":"Bearer"}""";

    protected override string OwnId(AttemptReference reference) => GoogleMessageId.Of(reference);

    protected override ReceiptRequest WithAnotherBody(ReceiptRequest request) =>
        request with { Body = Envelope([.. DataIn(request), (byte)' ']) };

    protected override (int Status, string Body) Accepting(string providerId) =>
        (200, $$"""{"name":"phones/+447700900123/agentMessages/{{providerId}}"}""");

    protected override (int Status, string Body) Refusing(string reason) =>
        (400, new JsonObject { ["error"] = new JsonObject { ["code"] = 400, ["message"] = reason, ["status"] = "INVALID_ARGUMENT" } }.ToJsonString());

    protected override ReceiptRequest Webhook(string secret, string body) => Signed(secret, Encoding.UTF8.GetBytes(body));

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses) =>
        Webhook(secret, GenuineReceipt(statuses.Single()));

    protected override IEnumerable<string> OtherEvents =>
    [
        """{"senderPhoneNumber":"+447700900123","eventType":"IS_TYPING","eventId":"E","agentId":"acme_agent","sendTime":"2026-01-02T15:04:05Z"}""",
        """{"phoneNumber":"+447700900123","eventType":"TTL_EXPIRATION_REVOKE_FAILED","eventId":"E","messageId":"M","agentId":"acme_agent"}""",
        """{"senderPhoneNumber":"+447700900123","eventType":"UNSUBSCRIBE","eventId":"E","agentId":"acme_agent"}""",
        """{"senderPhoneNumber":"+447700900123","messageId":"MxYZ","sendTime":"2026-01-02T15:04:05Z","text":"Hi","agentId":"acme_agent"}""",
        """{"senderPhoneNumber":"+447700900123","messageId":"MxYZ","suggestionResponse":{"postbackData":"yes","text":"Yes","type":"REPLY"}}""",
        """{"senderPhoneNumber":"+447700900123","messageId":"MxYZ","userFile":{"payload":{"mimeType":"image/jpeg","fileUri":"https://x.example"}}}""",
    ];

    protected override string GenuineReceipt(Reported reported) => new JsonObject
    {
        [reported.Status == StatusWords.Failed ? "phoneNumber" : "senderPhoneNumber"] = "+447700900123",
        ["eventType"] = reported.Status,
        ["eventId"] = "EVT1",
        ["messageId"] = reported.Reference is { } reference ? OwnId(reference) : reported.ProviderId,
        ["agentId"] = "acme_agent",
        ["sendTime"] = "2026-01-02T15:04:05.000Z",
    }.ToJsonString();

    protected override IReadOnlyCollection<string> DecidingInReceipts { get; } = ["eventType", "messageId"];

    protected override (int Status, string Body) GenuineAcceptance(string providerId) => (200,
        $$$"""
        {"name":"phones/+447700900123/agentMessages/{{{providerId}}}","sendTime":"2026-11-23T10:00:00.123Z",
        "contentMessage":{"text":"Your parcel waits","suggestions":[{"reply":{"text":"Yes","postbackData":"y"}}]},
        "messageTrafficType":"TRANSACTION","expireTime":"2026-11-23T10:01:00.123Z","totalPayloadSizeBytes":"42","carrier":"Acme Mobile"}
        """);

    protected override string IdInResponses => "name";

    protected override (int Status, string Body) GenuineRefusal => (404,
        """
        {"error":{"code":404,"message":"Requested entity was not found.","status":"NOT_FOUND",
        "details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"NO_RCS","domain":"googleapis.com"}]}}
        """);

    protected override IReadOnlyCollection<string> CodeInResponses { get; } = ["error.status"];

    internal static ReceiptRequest Signed(string secret, byte[] data)
    {
        var signature = GoogleReceipts.Sign(Encoding.UTF8.GetBytes(secret), data);
        return Posted(Envelope(data), signature);
    }

    internal static ReceiptRequest Posted(byte[] body, string? signature) => new(
        "POST", new Uri("https://us.example/webhooks/google/main"), name => name == "X-Goog-Signature" ? signature : null, body, A.Time);

    internal static byte[] Envelope(byte[] data) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["message"] = new JsonObject
        {
            ["data"] = Convert.ToBase64String(data),
            ["messageId"] = "5512",
            ["publishTime"] = "2026-11-23T10:00:05Z",
            ["attributes"] = new JsonObject { ["type"] = "event" },
        },
        ["subscription"] = "projects/rbm/subscriptions/acme",
    }.ToJsonString());

    private static byte[] DataIn(ReceiptRequest request) =>
        Convert.FromBase64String(JsonNode.Parse(request.Body.Span)!["message"]!["data"]!.GetValue<string>());
}
