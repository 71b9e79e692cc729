using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Vonage;
using FallbackOrchestrator.UnitTests.Channels;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Vonage;

public sealed class VonageViberConformance : VonageConformance
{
    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Viber.Name;
}

public sealed class VonageSmsConformance : VonageConformance
{
    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Sms.Name;
}

public sealed class VonageWhatsAppConformance : VonageConformance
{
    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.WhatsApp.Name;
}

public sealed class VonageRcsConformance : VonageConformance
{
    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Rcs.Name;
}

public abstract class VonageConformance : ChannelAdapterConformance
{
    internal static readonly Dictionary<string, string?> Account = new()
    {
        ["ApiKey"] = "a1b2c3d",
        ["ApiSecret"] = "api-secret-1",
        ["From"] = "ACME",
        ["SignatureSecret"] = "signature-secret-1-at-least-32-bytes-long!!",
        ["PreviousSignatureSecret"] = "signature-secret-0-at-least-32-bytes-long!!",
    };

    public override IProvider Provider { get; } = new VonageProvider();

    protected override string StatusOf(string providerId) =>
        $$"""{"records":[{"message_id":"{{providerId}}","status":"delivered","error_code":"0"}]}""";

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => ["api-secret-1", Secret, PreviousSecret];

    protected override string Secret => "signature-secret-1-at-least-32-bytes-long!!";

    protected override string PreviousSecret => "signature-secret-0-at-least-32-bytes-long!!";

    protected override (string Name, int Start) SignatureHeader => ("Authorization", "Bearer ".Length);

    protected override (string Delivered, string Failed) StatusWords => ("delivered", "rejected");

    protected override (int Status, string Body) Accepting(string providerId) => (202, $$"""{"message_uuid":"{{providerId}}"}""");

    protected override (int Status, string Body) Refusing(string reason) =>
        (422, new JsonObject { ["type"] = "https://developer.vonage.com/api-errors#1150", ["title"] = "1150",
            ["detail"] = reason }.ToJsonString());

    protected override ReceiptRequest Webhook(string secret, string body) => Signed(secret, body);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses)
    {
        var reported = statuses.Single();
        var status = new JsonObject { ["message_uuid"] = reported.ProviderId, ["status"] = reported.Status,
            ["timestamp"] = "2026-11-23T10:00:05Z" };
        if (reported.Reference is { } reference)
            status["client_ref"] = reference.ToString();
        if (reported.Words is { } reason)
            status["error"] = new JsonObject { ["title"] = "1260", ["detail"] = reason };
        return Signed(secret, status.ToJsonString());
    }

    protected override IEnumerable<string> OtherEvents =>
    [
        "{}",
        """{"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab","channel":"sms","message_type":"text","text":"STOP"}""",
    ];

    protected override string GenuineReceipt(Reported reported)
    {
        var status = JsonNode.Parse(
            """
            {"message_uuid":"","to":"447700900123","from":"ACME","timestamp":"2026-11-23T10:00:05Z","status":"","channel":"sms","client_ref":"",
             "usage":{"currency":"EUR","price":"0.0333"},"destination":{"network_code":"23410"},"sms":{"count_total":"1"},
             "whatsapp":{"conversation":{"id":"c","origin":{"type":"user_initiated"}},"pricing":{"type":"regular","pricing_model":"PMP","category":"utility"},
               "recipient":{"user_id":"US.13491208655302741918","wa_id":"447700900123"}},"workflow":{"id":"w","items_number":"1"}}
            """)!;
        (status["message_uuid"], status["status"], status["client_ref"]) = (
            reported.ProviderId, reported.Status, reported.Reference.ToString());
        if (reported.Status == StatusWords.Failed)
        {
            status["error"] = new JsonObject
            {
                ["type"] = "https://developer.vonage.com/api-errors/messages#1260",
                ["title"] = "1260",
                ["detail"] = reported.Words,
                ["instance"] = "bf0ca0bf",
            };
        }
        return status.ToJsonString();
    }

    protected override IReadOnlyCollection<string> DecidingInReceipts { get; } = ["message_uuid", "status", "client_ref"];

    protected override (int Status, string Body) GenuineAcceptance(string providerId) =>
        (202, $$"""{"message_uuid":"{{providerId}}","workflow_id":"3TcNjguHxr2vcCZ9Ddsnq6tw8yQUpZ9rMHv9QXSxLan5ibMxqSzLdx9"}""");

    protected override string IdInResponses => "message_uuid";

    protected override (int Status, string Body) GenuineRefusal => (422,
        """{"type":"https://developer.vonage.com/api-errors/messages#1300","title":1300,"detail":"Not part of the provider network","instance":"bf0ca0bf"}""");

    protected override IReadOnlyCollection<string> CodeInResponses { get; } = ["title", "type"];

    internal static ReceiptRequest Signed(string secret, string body, DateTimeOffset? signedAt = null, string algorithm = "HS256")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var header = Part(new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT" });
        var claims = Part(new JsonObject
        {
            ["iat"] = (signedAt ?? A.Time).ToUnixTimeSeconds(),
            ["iss"] = "Vonage",
            ["payload_hash"] = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        });
        return Request($"Bearer {header}.{claims}.{VonageToken.Sign(Encoding.UTF8.GetBytes(secret), header, claims)}", bytes, A.Time);
    }

    internal static ReceiptRequest Request(string? authorization, ReadOnlyMemory<byte> body, DateTimeOffset now) => new(
        "POST", new Uri("https://us.example/webhooks/vonage/main"), name => name == "Authorization" ? authorization : null, body, now);

    private static string Part(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
