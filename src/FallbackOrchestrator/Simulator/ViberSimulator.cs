using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// Viber's REST API for bots: messages to subscribers, whose ids are 16 bytes in Base64; here one may begin with the digits of a scripted
/// number. Every response is a 200.
/// </summary>
internal sealed class ViberSimulator(
    ScriptPlayer player, ServiceAddress service, IOptions<SimulatorOptions> options, TimeProvider time) : ISimulatedProvider
{
    private const int LongestName = 28;
    private const int LongestText = 7000;

    private static readonly string[] Events = ["delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started"];

    private readonly ViberSimulatorOptions _settings = options.Value.Viber;

    public string Name => "viber";

    /// <summary>Handles <c>POST /pa/send_message</c>.</summary>
    public async Task<IResult> TakeAsync(HttpContext http)
    {
        if (!MayCall(http.Request))
            return player.Refuse(this, Error(2, "invalidAuthToken"));
        using var document = await WireJson.ReadObjectAsync(http.Request);
        if (document?.RootElement is not { } call)
            return player.Refuse(this, Error(3, "badData"));
        var to = call.Text("receiver");
        var reference = call.Text("tracking_data");
        if (Fault(call, to) is { } fault)
            return player.Refuse(this, fault, SimulatedChannel.Viber, to, reference);
        var now = time.GetUtcNow();
        return await player.PlayAsync(http, new SimulatedMessage(
            this, SimulatedChannel.Viber, to!, call.Text("sender", "name")!, reference, Token(now), now,
            _settings.Account is { } account ? service.Webhook(Name, account) : null));
    }

    /// <summary>Handles <c>POST /pa/get_account_info</c>.</summary>
    public IResult Info(HttpContext http) => MayCall(http.Request)
        ? new SimulatedResponse(StatusCodes.Status200OK, new
        {
            status = 0,
            status_message = "ok",
            id = "pa:75346594275468546724",
            name = "ACME",
            uri = "acme",
            webhook = _settings.Account is { } account ? service.Webhook(Name, account).AbsoluteUri : "",
            event_types = Events,
            subscribers_count = 35,
        })
        : Error(2, "invalidAuthToken");

    public SimulatedResponse Accept(SimulatedMessage message) => new(StatusCodes.Status200OK, new
    {
        status = 0,
        status_message = "ok",
        message_token = long.Parse(message.ProviderId, CultureInfo.InvariantCulture),
        chat_hostname = "SN-CHAT-01_",
        billing_status = 1,
    });

    public SimulatedResponse RefuseUnreachable(SimulatedMessage message) => Error(6, "receiverNotSubscribed");

    public SimulatedResponse RefuseBusy(SimulatedMessage message) => Error(12, "tooManyRequests");

    /// <summary>Viber reports nothing between its acceptance and the delivery.</summary>
    public bool Reports(SimulatedMessage message, SimulatedStatus status) => status != SimulatedStatus.Sent;

    public HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now)
    {
        var failed = receipt.Status == SimulatedStatus.Failed;
        return Signed(
            receipt.Message,
            new
            {
                @event = failed ? "failed" : receipt.Status == SimulatedStatus.Read ? "seen" : "delivered",
                timestamp = receipt.At.ToUnixTimeMilliseconds(),
                message_token = long.Parse(receipt.Message.ProviderId, CultureInfo.InvariantCulture),
                user_id = receipt.Message.To,
                desc = failed ? "failure description" : null,
            });
    }

    /// <summary>A reply brings the tracking data of the message before it.</summary>
    public HttpRequestMessage WriteReply(SimulatedMessage to, string text, DateTimeOffset now) => Signed(
        to,
        new
        {
            @event = "message",
            timestamp = now.ToUnixTimeMilliseconds(),
            message_token = long.Parse(Token(now), CultureInfo.InvariantCulture),
            sender = new { id = to.To, name = "Ann", language = "en", country = "UK", api_version = 10 },
            message = new { type = "text", text, tracking_data = to.Reference },
        });

    private HttpRequestMessage Signed(SimulatedMessage about, object said)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(said, said.GetType(), WireJson.WithoutNulls);
        return new HttpRequestMessage(HttpMethod.Post, about.ReceiptsTo)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { { "X-Viber-Content-Signature", Signatures.Viber(_settings.AuthToken, body) } },
        };
    }

    /// <summary>Viber repeats a webhook until the response is 200.</summary>
    public bool PostsAgain(PendingReceipt receipt, int? status) => status != 200;

    private bool MayCall(HttpRequest request) =>
        _settings.AuthToken.Length > 0 && request.Headers["X-Viber-Auth-Token"].ToString() == _settings.AuthToken;

    private static SimulatedResponse? Fault(JsonElement call, string? to)
    {
        if (to is not { Length: 24 } || !to.EndsWith("==", StringComparison.Ordinal))
            return Error(5, "receiverNotRegistered");
        if (call.Text("sender", "name") is not { Length: <= LongestName })
            return Error(4, "missingData");
        return call.Text("type") switch
        {
            "text" => call.Text("text") is { Length: <= LongestText } ? null : Error(3, "badData"),
            "picture" => call.Text("media") is not null && call.TryGetProperty("text", out _) ? null : Error(4, "missingData"),
            "video" => call.Text("media") is not null && call.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number
                ? null : Error(4, "missingData"),
            _ => Error(3, "badData"),
        };
    }

    // 64 bits, of which the first are the time.
    private static string Token(DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now).ToByteArray(bigEndian: true);
        return (System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian([.. id.AsSpan(2, 4), .. id.AsSpan(8, 4)]) & long.MaxValue)
            .ToString(CultureInfo.InvariantCulture);
    }

    private static SimulatedResponse Error(int status, string message) =>
        new(StatusCodes.Status200OK, new { status, status_message = message, chat_hostname = "SN-CHAT-01_" });
}
