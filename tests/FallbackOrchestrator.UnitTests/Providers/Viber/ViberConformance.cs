using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Viber;
using FallbackOrchestrator.UnitTests.Channels;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Viber;

public sealed class ViberConformance : ChannelAdapterConformance
{
    internal const string Subscriber = "K917PBuvPZmhKfb8Vw3b2Q==";

    internal static readonly Dictionary<string, string?> Account = new()
    {
        ["AuthToken"] = "445da6az1s345z78-dazcczb2542zv51a",
        ["PreviousAuthToken"] = "445da6az1s345z78-dazcczb2542zv510",
        ["SenderName"] = "ACME",
        ["SenderAvatar"] = "https://acme.example/a.png",
    };

    public override IProvider Provider { get; } = new ViberProvider();

    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Viber.Name;

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => [Secret, PreviousSecret];

    protected override string Secret => "445da6az1s345z78-dazcczb2542zv51a";

    protected override string PreviousSecret => "445da6az1s345z78-dazcczb2542zv510";

    protected override (string Name, int Start) SignatureHeader => ("X-Viber-Content-Signature", 0);

    protected override (string Delivered, string Failed) StatusWords => ("delivered", "failed");

    protected override bool ReceiptsHaveReference => false;

    protected override bool FailuresHaveClass => false;

    protected override Handover Handover => A.Handover with { Recipient = new Recipient(null, Subscriber) };

    protected override (int Status, string Body) Accepting(string providerId) => (200, $$"""{"status":0,"message_token":"{{providerId}}"}""");

    protected override (int Status, string Body) Refusing(string reason) =>
        (200, new JsonObject { ["status"] = 3, ["status_message"] = reason }.ToJsonString());

    protected override ReceiptRequest Webhook(string secret, string body) => Signed(secret, body);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses)
    {
        var reported = statuses.Single();
        return Signed(secret, new JsonObject
        {
            ["event"] = reported.Status,
            ["message_token"] = reported.ProviderId,
            ["desc"] = reported.Words,
        }.ToJsonString());
    }

    protected override IEnumerable<string> OtherEvents =>
    [
        """{"event":"webhook","timestamp":1457764197627,"message_token":241256543215}""",
        """{"event":"subscribed","timestamp":1457764197627,"user":{"id":"K917PBuvPZmhKfb8Vw3b2Q==","name":"Ann"},"message_token":1}""",
        """{"event":"unsubscribed","timestamp":1457764197627,"user_id":"K917PBuvPZmhKfb8Vw3b2Q==","message_token":1}""",
        """{"event":"conversation_started","timestamp":1457764197627,"message_token":1,"type":"open","user":{"id":"K917"}}""",
        """{"event":"message","timestamp":1457764197627,"message_token":1,"sender":{"id":"K917"},"message":{"type":"text","text":"Hello"}}""",
    ];

    protected override string GenuineReceipt(Reported reported)
    {
        var one = JsonNode.Parse("""{"event":"","timestamp":1457764197627,"message_token":"","user_id":"K917PBuvPZmhKfb8Vw3b2Q==","desc":""}""")!;
        (one["event"], one["message_token"], one["desc"]) = (reported.Status, reported.ProviderId, reported.Words);
        return one.ToJsonString();
    }

    protected override IReadOnlyCollection<string> DecidingInReceipts { get; } = ["event", "message_token"];

    protected override (int Status, string Body) GenuineAcceptance(string providerId) => (200,
        $$"""{"status":0,"status_message":"ok","message_token":"{{providerId}}","chat_hostname":"SN-CHAT-01_","billing_status":1}""");

    protected override string IdInResponses => "message_token";

    protected override IEnumerable<(string What, string Body)> OddResponses(string genuine, IReadOnlyCollection<string> deciding) =>
        base.OddResponses(genuine, [.. deciding, "status"]);

    protected override (int Status, string Body) GenuineRefusal =>
        (200, """{"status":6,"status_message":"receiverNotSubscribed","chat_hostname":"SN-CHAT-01_"}""");

    protected override IReadOnlyCollection<string> CodeInResponses { get; } = ["status"];

    internal static ReceiptRequest Signed(string secret, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Request(ViberReceipts.Sign(Encoding.UTF8.GetBytes(secret), bytes), bytes);
    }

    internal static ReceiptRequest Request(string signature, ReadOnlyMemory<byte> body) => new(
        "POST", new Uri("https://us.example/webhooks/viber/main"), name => name == "X-Viber-Content-Signature" ? signature : null, body,
        A.Time);
}
