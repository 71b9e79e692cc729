using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>8x8's SMS API. Receipts go to the address in the call, unsigned.</summary>
internal sealed class EightByEightSimulator(ScriptPlayer player, IOptions<SimulatorOptions> options, TimeProvider time) : ISimulatedProvider
{
    private const int LongestClientMessageId = 350;
    private const int LongestSource = 16;
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.ff'Z'";

    private readonly EightByEightSimulatorOptions _settings = options.Value.EightByEight;
    private readonly RecentValues<SimulatedMessage> _taken = new(options.Value.Remembered);

    public string Name => "8x8";

    /// <summary>Handles <c>POST /api/v1/subaccounts/{subAccountId}/messages</c>.</summary>
    public async Task<IResult> TakeAsync(HttpContext http, string subAccountId)
    {
        if (!MayCall(http.Request, subAccountId))
            return player.Refuse(this, Unauthorized());
        using var document = await WireJson.ReadObjectAsync(http.Request);
        if (document?.RootElement is not { } call)
            return player.Refuse(this, Error(400, 1000, "Invalid request body"));
        var to = call.Text("destination");
        var reference = call.Text("clientMessageId");
        var now = time.GetUtcNow();
        var expiry = DateTimeOffset.TryParse(
            call.Text("expiry"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var given) ? given : (DateTimeOffset?)null;
        if (Fault(call, to, reference, expiry, now) is { } fault)
            return player.Refuse(this, fault, SimulatedChannel.Sms, to, reference);
        return await player.PlayAsync(http, new SimulatedMessage(
            this, SimulatedChannel.Sms, to!, call.Text("source") ?? "", reference, Guid.CreateVersion7(now).ToString(), now,
            ServiceAddress.TryReadWeb(call.Text("dlrCallbackUrl"), out var receipts) ? receipts : null)
        {
            Text = call.Text("encoding") ?? "AUTO",
            Lifetime = expiry - now,
        });
    }

    /// <summary>Handles <c>GET /api/v1/subaccounts/{subAccountId}/messages/{umid}</c>.</summary>
    public IResult Find(HttpContext http, string subAccountId, string umid)
    {
        if (!MayCall(http.Request, subAccountId))
            return Unauthorized();
        if (!_taken.TryGet(umid, out var message))
            return Error(404, 1300, "Message not found.");
        var now = time.GetUtcNow();
        var status = Script.For(message.To, SimulatedChannel.Sms).StatusAt(now, message.At, options.Value);
        return new SimulatedResponse(StatusCodes.Status200OK, new
        {
            umid,
            subAccountId,
            direction = "outbound",
            status = status is { } reached ? Status(message, reached, now) : new { state = "queued", timestamp = Written(message.At) },
            msisdn = message.To,
            source = message.From,
            encoding = message.Text,
            smsCount = 1,
        });
    }

    public SimulatedResponse Accept(SimulatedMessage message)
    {
        _taken.Set(message.ProviderId, _ => message);
        return new SimulatedResponse(StatusCodes.Status200OK, new
        {
            umid = message.ProviderId,
            clientMessageId = message.Reference,
            destination = message.To.TrimStart('+'),
            encoding = message.Text,
            status = new { code = "QUEUED", description = "SMS is accepted and queued for processing" },
        });
    }

    public SimulatedResponse RefuseUnreachable(SimulatedMessage message) => Error(400, 1002, "Invalid MSISDN");

    public SimulatedResponse RefuseBusy(SimulatedMessage message) =>
        SimulatedResponse.Busy(Body(429, "Quota exceeded. Please try again in 1 second(s)."));

    /// <summary>8x8 discards what it could not send before the expiry, and reports that.</summary>
    public bool EndsLifetimes => true;

    public HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now)
    {
        var message = receipt.Message;
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                @namespace = "SMS",
                eventType = "outbound_message_status_changed",
                description = "SMS outbound message delivery receipt",
                payload = new
                {
                    umid = message.ProviderId,
                    clientMessageId = message.Reference,
                    subAccountId = _settings.SubAccountId,
                    source = message.From,
                    destination = message.To,
                    status = Status(message, receipt.Status, receipt.At),
                    price = new { total = 0.0125, perSms = 0.0125, currency = "USD" },
                    smsCount = 1,
                },
            },
            WireJson.WithoutNulls);
        return new HttpRequestMessage(HttpMethod.Post, message.ReceiptsTo)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
    }

    /// <summary>8x8 repeats a receipt four times after a 4xx, a 5xx, or no response.</summary>
    public bool PostsAgain(PendingReceipt receipt, int? status) => status is null or >= 400 && receipt.Tries <= 4;

    private static object Status(SimulatedMessage message, SimulatedStatus status, DateTimeOffset at)
    {
        var (state, detail, code, words) = status switch
        {
            SimulatedStatus.Sent => ("delivered", "delivered_to_operator", (int?)null, (string?)null),
            SimulatedStatus.Failed when message.At + message.Lifetime == at => ("undelivered", "undelivered_to_recipient", 36, "SMS expired"),
            SimulatedStatus.Failed => ("undelivered", "undelivered_to_recipient", 46, "Subscriber not reachable"),
            _ => ("delivered", "delivered_to_recipient", null, null),
        };
        return new { state, detail, timestamp = Written(at), errorCode = code, errorMessage = words };
    }

    private static string Written(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    private bool MayCall(HttpRequest request, string subAccountId) =>
        _settings.ApiToken.Length > 0 && subAccountId == _settings.SubAccountId && Credentials.BearerToken(request) == _settings.ApiToken;

    private static SimulatedResponse? Fault(
        JsonElement call, string? to, string? reference, DateTimeOffset? expiry, DateTimeOffset now) =>
        to?.TrimStart('+') is not { Length: >= 7 and <= 15 } digits || digits[0] == '0' || !digits.All(char.IsAsciiDigit)
            ? Error(400, 1002, "Invalid MSISDN")
        : call.Text("text") is null ? Error(400, 1004, "Invalid Text")
        : call.Text("source") is { Length: > LongestSource } ? Error(400, 1005, "Invalid Source")
        : call.Text("encoding") is not (null or "AUTO" or "GSM7" or "UCS2") ? Error(400, 1003, "Invalid Encoding")
        : reference is { Length: > LongestClientMessageId } ? Error(400, 1000, "Invalid parameter: clientMessageId")
        : call.Text("expiry") is not null && !(expiry > now) ? Error(400, 1006, "Invalid Expiry")
        : call.Text("dlrCallbackUrl") is { } callback && !ServiceAddress.TryReadWeb(callback, out _)
            ? Error(400, 3020, "Invalid DR callback URL")
        : null;

    private static SimulatedResponse Unauthorized() => Error(401, 1200, "Request was not authenticated properly");

    private static SimulatedResponse Error(int status, int code, string message) => new(status, Body(code, message));

    private static object Body(int code, string message) =>
        new { code, message, errorId = "fbb239f1-2eb1-ea11-afa9-00155db6eaf4", timestamp = "2026-11-23T10:00:00.00Z" };
}
