using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Line;
using FallbackOrchestrator.UnitTests.Channels;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Line;

public sealed class LinePushConformance : LineConformance
{
    internal const string User = "U4af4980629aabbccddeeff0011223344";

    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Line.Name;

    protected override Handover Handover => A.Handover with { Recipient = new Recipient(null, User) };

    protected override string ReferenceInCalls => LineRetryKey.Of(A.Reference).ToString();

    protected override (int Status, string Body) Accepting(string providerId) => (200, $$"""{"sentMessages":[{"id":"{{providerId}}"}]}""");

    protected override (int Status, string Body) GenuineAcceptance(string providerId) =>
        (200, $$"""{"sentMessages":[{"id":"{{providerId}}","quoteToken":"IStG5h1Tz7b"}]}""");

    protected override string IdInResponses => "sentMessages[].id";

    protected override (int Status, string Body) GenuineRefusal =>
        (400, """{"message":"Failed to send messages","details":[{"message":"No such user","property":"to"}]}""");

    protected override IReadOnlyCollection<string> CodeInResponses { get; } = ["message"];
}

public sealed class LineNotificationConformance : LineConformance
{
    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.LineNotification.Name;

    protected override bool Accepts(string body)
    {
        try
        {
            return body.Length == 0 || JsonNode.Parse(body) is JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    protected override (int Status, string Body) Accepting(string providerId) => (200, "{}");

    protected override (int Status, string Body) GenuineAcceptance(string providerId) => (200, "{}");

    protected override string IdInResponses => "";

    protected override (int Status, string Body) GenuineRefusal => (422, """{"message":"The message cannot be sent to this number"}""");

    protected override IReadOnlyCollection<string> CodeInResponses => [];
}

/// <summary>All accounts at LINE have the same webhook, whatever they send.</summary>
public abstract class LineConformance : ChannelAdapterConformance
{
    internal static readonly Dictionary<string, string?> Account = new()
    {
        ["AccessToken"] = "channel-access-token-1",
        ["ChannelSecret"] = "channel-secret-1",
        ["PreviousChannelSecret"] = "channel-secret-0",
    };

    public override IProvider Provider { get; } = new LineProvider();

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => ["channel-access-token-1", "channel-secret-1", "channel-secret-0"];

    protected override string Secret => "channel-secret-1";

    protected override string PreviousSecret => "channel-secret-0";

    protected override (string Name, int Start) SignatureHeader => ("x-line-signature", 0);

    protected override (string Delivered, string Failed) StatusWords => ("delivery", "");

    protected override bool Batches => true;

    protected override bool ReportsFailures => false;

    protected override bool ReceiptsHaveId => false;

    protected override (int Status, string Body) Refusing(string reason) =>
        (400, new JsonObject { ["message"] = reason }.ToJsonString());

    protected override ReceiptRequest Webhook(string secret, string body) => Signed(secret, body);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses) =>
        Signed(secret, Notification([.. statuses.Select(Event)]));

    protected override IEnumerable<string> OtherEvents =>
    [
        """{"destination":"U00000000000000000000000000000000","events":[]}""",
        """{"destination":"U0","events":[{"type":"message","mode":"active","source":{"type":"user","userId":"U1"},"message":{"type":"text","id":"1","text":"Hello"}}]}""",
        """{"destination":"U0","events":[{"type":"follow","mode":"active"},{"type":"unfollow","mode":"standby"}]}""",
    ];

    protected override string GenuineReceipt(Reported reported)
    {
        var one = Event(reported);
        (one["mode"], one["webhookEventId"]) = ("active", "01ARZ3NDEKTSV4RRFFQ69G5FAV");
        one["deliveryContext"] = new JsonObject { ["isRedelivery"] = false };
        return Notification(one);
    }

    protected override IReadOnlyCollection<string> DecidingInReceipts { get; } = ["events[].type", "events[].delivery.data"];

    internal static string Notification(params JsonNode[] events) => new JsonObject
    {
        ["destination"] = "U00000000000000000000000000000000",
        ["events"] = new JsonArray(events),
    }.ToJsonString();

    internal static ReceiptRequest Signed(string secret, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Request(LineReceipts.Sign(Encoding.UTF8.GetBytes(secret), bytes), bytes);
    }

    internal static ReceiptRequest Request(string signature, ReadOnlyMemory<byte> body) => new(
        "POST", new Uri("https://us.example/webhooks/line/main"),
        name => name.Equals("X-Line-Signature", StringComparison.OrdinalIgnoreCase) ? signature : null, body, A.Time);

    // Without our tag LINE names the hash of the number.
    private static JsonObject Event(Reported reported) => new()
    {
        ["type"] = reported.Status,
        ["timestamp"] = 1_767_366_245_000,
        ["delivery"] = new JsonObject
        {
            ["data"] = reported.Reference?.ToString() ?? "68df277462529930889fab80ecffdc0883906320591df93c25efc08300410fc2",
        },
    };
}
