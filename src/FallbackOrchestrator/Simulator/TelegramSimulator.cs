using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// Telegram Gateway: codes by number, with a lifetime, that can be revoked. A code that is not delivered within its lifetime expires.
/// </summary>
internal sealed class TelegramSimulator(
    ScriptPlayer player, ReceiptScheduler receipts, IOptions<SimulatorOptions> options, TimeProvider time) : ISimulatedProvider
{
    private const int LongestPayload = 128;
    private const int ShortestTtl = 30;
    private const int LongestTtl = 3600;

    private readonly TelegramSimulatorOptions _settings = options.Value.Telegram;
    private readonly RecentValues<SimulatedMessage> _sent = new(options.Value.Remembered);
    private readonly RecentValues<bool> _revoked = new(options.Value.Remembered);

    public string Name => "telegramgateway";

    /// <summary>Handles <c>POST /sendVerificationMessage</c>.</summary>
    public async Task<IResult> TakeAsync(HttpContext http)
    {
        using var document = await ReadAsync(http);
        if (document?.RootElement is not { } call)
            return player.Refuse(this, Error("ACCESS_TOKEN_INVALID"));

        var to = call.Text("phone_number");
        var payload = call.Text("payload");
        var callback = call.Text("callback_url");
        int? ttl = call.TryGetProperty("ttl", out var given) ? given.TryGetInt32(out var seconds) ? seconds : 0 : null;
        if (Fault(call, to, payload, callback, ttl) is { } fault)
            return player.Refuse(this, Error(fault), SimulatedChannel.Telegram, to, payload);

        var now = time.GetUtcNow();
        var message = new SimulatedMessage(
            this, SimulatedChannel.Telegram, to!, call.Text("sender_username") ?? "", payload, Guid.CreateVersion7(now).ToString(), now,
            callback is null ? null : new Uri(callback))
        {
            Text = call.Text("code"),
            Lifetime = ttl is { } set ? TimeSpan.FromSeconds(set) : null,
        };
        _sent.Set(message.ProviderId, _ => message);
        ExpireIfSilent(message);
        return await player.PlayAsync(http, message);
    }

    /// <summary>
    /// Handles <c>POST /revokeVerificationMessage</c>. The response says that the request was received, and not whether the code was still
    /// there to be removed; a report says that.
    /// </summary>
    public async Task<IResult> RevokeAsync(HttpContext http)
    {
        using var document = await ReadAsync(http);
        if (document?.RootElement is not { } call)
            return Error("ACCESS_TOKEN_INVALID");
        if (!_sent.TryGet(call.Text("request_id") ?? "", out var message))
            return Error("REQUEST_ID_INVALID");
        var status = Script.For(message.To, message.Channel).StatusAt(time.GetUtcNow(), message.At, options.Value);
        if (status is not (SimulatedStatus.Delivered or SimulatedStatus.Read) && message.ReceiptsTo is not null)
        {
            _revoked.Set(message.ProviderId, _ => true);
            receipts.Schedule(new PendingReceipt(message, SimulatedStatus.Failed, time.GetUtcNow() + options.Value.ReceiptGap));
        }
        return new SimulatedResponse(StatusCodes.Status200OK, new { ok = true, result = true });
    }

    /// <summary>Handles <c>POST /checkVerificationStatus</c>.</summary>
    public async Task<IResult> FindAsync(HttpContext http)
    {
        using var document = await ReadAsync(http);
        if (document?.RootElement is not { } call)
            return Error("ACCESS_TOKEN_INVALID");
        if (!_sent.TryGet(call.Text("request_id") ?? "", out var message))
            return Error("REQUEST_ID_INVALID");
        var now = time.GetUtcNow();
        var status = Script.For(message.To, message.Channel).StatusAt(now, message.At, options.Value);
        return new SimulatedResponse(StatusCodes.Status200OK, new
        {
            ok = true,
            result = new
            {
                request_id = message.ProviderId,
                phone_number = message.To,
                request_cost = 0,
                delivery_status = status is not { } reached ? null : new
                {
                    status = Status(new PendingReceipt(message, reached, now)),
                    updated_at = now.ToUnixTimeSeconds(),
                },
            },
        });
    }

    public SimulatedResponse Accept(SimulatedMessage message) => new(StatusCodes.Status200OK, new
    {
        ok = true,
        result = new { request_id = message.ProviderId, phone_number = message.To, request_cost = 0.01, remaining_balance = 9.99 },
    });

    public SimulatedResponse RefuseUnreachable(SimulatedMessage message) => Error("PHONE_NUMBER_NOT_FOUND");

    public SimulatedResponse RefuseBusy(SimulatedMessage message) => Error("FLOOD_WAIT_1");

    public HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now)
    {
        var message = receipt.Message;
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                request_id = message.ProviderId,
                phone_number = message.To,
                request_cost = 0.01,
                is_refunded = receipt.Status == SimulatedStatus.Failed ? true : (bool?)null,
                delivery_status = new { status = Status(receipt), updated_at = receipt.At.ToUnixTimeSeconds() },
                payload = message.Reference,
            },
            WireJson.WithoutNulls);
        var timestamp = now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new HttpRequestMessage(HttpMethod.Post, message.ReceiptsTo)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers =
            {
                { "X-Request-Timestamp", timestamp },
                { "X-Request-Signature", Signatures.Telegram(_settings.AccessToken, timestamp, body) },
            },
        };
    }

    /// <summary>Telegram repeats a report up to 10 times, unless the response is 200.</summary>
    public bool PostsAgain(PendingReceipt receipt, int? status) => status != 200 && receipt.Tries <= 10;

    // Null if the token is wrong, or the body is no JSON.
    private async Task<JsonDocument?> ReadAsync(HttpContext http) =>
        _settings.AccessToken.Length > 0 && Credentials.BearerToken(http.Request) == _settings.AccessToken
            ? await WireJson.ReadObjectAsync(http.Request) : null;

    private static string? Fault(JsonElement call, string? to, string? payload, string? callback, int? ttl) =>
        to is not { Length: >= 7 and <= 16 } || to[0] != '+' || !to.Skip(1).All(char.IsAsciiDigit) ? "PHONE_NUMBER_INVALID"
        : call.Text("code") is not { Length: >= 4 and <= 8 } code || !code.All(char.IsAsciiDigit) ? "CODE_INVALID"
        : ttl is < ShortestTtl or > LongestTtl ? "TTL_INVALID"
        : payload is not null && Encoding.UTF8.GetByteCount(payload) > LongestPayload ? "PAYLOAD_INVALID"
        : callback is not null && !ServiceAddress.TryReadWeb(callback, out _) ? "CALLBACK_URL_INVALID"
        : null;

    private void ExpireIfSilent(SimulatedMessage message)
    {
        var behaviour = Script.For(message.To, message.Channel);
        if (message is { Lifetime: { } lifetime, ReceiptsTo: not null }
            && behaviour is { BusyCalls: 0, Response: not ScriptedResponse.Refuse }
            && behaviour.Receipts.All(status => status == SimulatedStatus.Sent))
        {
            receipts.Schedule(new PendingReceipt(message, SimulatedStatus.Failed, message.At + lifetime));
        }
    }

    private string Status(PendingReceipt receipt) => _revoked.TryGet(receipt.Message.ProviderId, out _) ? "revoked" : receipt.Status switch
    {
        SimulatedStatus.Sent => "sent",
        SimulatedStatus.Delivered => "delivered",
        SimulatedStatus.Read => "read",
        _ => "expired",
    };

    private static SimulatedResponse Error(string error) => new(StatusCodes.Status200OK, new { ok = false, error });
}
