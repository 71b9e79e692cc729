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
    public override ChannelName Channel => FallbackOrchestrator.Channels.Channel.Viber.Name;
}

public sealed class VonageSmsConformance : VonageConformance
{
    public override ChannelName Channel => FallbackOrchestrator.Channels.Channel.Sms.Name;
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

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => ["api-secret-1", Secret, PreviousSecret];

    protected override string Secret => "signature-secret-1-at-least-32-bytes-long!!";

    protected override string PreviousSecret => "signature-secret-0-at-least-32-bytes-long!!";

    protected override (string Name, int Start) SignatureHeader => ("Authorization", "Bearer ".Length);

    protected override (string Delivered, string Failed) StatusWords => ("delivered", "rejected");

    protected override (int Status, string Body) Accepting(string providerId) => (202, $$"""{"message_uuid":"{{providerId}}"}""");

    protected override (int Status, string Body) Refusing(string words) =>
        (422, new JsonObject { ["type"] = "https://developer.vonage.com/api-errors#1150", ["title"] = "1150", ["detail"] = words }.ToJsonString());

    protected override ReceiptRequest Webhook(string secret, string body) => Signed(secret, body);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses)
    {
        var reported = statuses.Single();
        var status = new JsonObject { ["message_uuid"] = reported.ProviderId, ["status"] = reported.Status, ["timestamp"] = "2026-11-23T10:00:05Z" };
        if (reported.Reference is { } reference)
            status["client_ref"] = reference.ToString();
        if (reported.Words is { } words)
            status["error"] = new JsonObject { ["title"] = "1260", ["detail"] = words };
        return Signed(secret, status.ToJsonString());
    }

    protected override IEnumerable<string> OtherEvents =>
    [
        "{}",
        """{"message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab","channel":"sms","message_type":"text","text":"STOP"}""",
    ];

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
