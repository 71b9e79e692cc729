using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>Zalo Notification Service: templates by number. Every response is a 200; a delivery is reported, and nothing else.</summary>
internal sealed class ZaloSimulator(
    ScriptPlayer player, ServiceAddress service, ZaloTokenSimulator tokens, IOptions<SimulatorOptions> options, TimeProvider time)
    : ISimulatedProvider
{
    private const int LongestTrackingId = 48;

    private readonly ZaloSimulatorOptions _settings = options.Value.Zalo;

    public string Name => "zalo";

    /// <summary>Handles <c>POST /message/template</c>.</summary>
    public async Task<IResult> TakeAsync(HttpContext http)
    {
        if (!MayCall(http.Request))
            return player.Refuse(this, Error(-124, "Access token invalid"));
        using var document = await WireJson.ReadObjectAsync(http.Request);
        if (document?.RootElement is not { } call)
            return player.Refuse(this, Error(-122, "Body format data invalid"));
        var to = call.Text("phone");
        var tracking = call.Text("tracking_id");
        if (Fault(call, to, tracking) is { } fault)
            return player.Refuse(this, fault, SimulatedChannel.Zalo, to, tracking);
        var now = time.GetUtcNow();
        return await player.PlayAsync(http, new SimulatedMessage(
            this, SimulatedChannel.Zalo, to!, call.Text("template_id")!, tracking, Guid.CreateVersion7(now).ToString("N"), now,
            _settings.Account is { } account ? service.Webhook(Name, account) : null));
    }

    /// <summary>Handles <c>GET /message/quota</c>.</summary>
    public IResult Quota(HttpContext http) => MayCall(http.Request)
        ? new SimulatedResponse(StatusCodes.Status200OK, new
        {
            error = 0,
            message = "Success",
            data = new { dailyQuota = "500", remainingQuota = "499" },
        })
        : Error(-124, "Access token invalid");

    public SimulatedResponse Accept(SimulatedMessage message) => new(StatusCodes.Status200OK, new
    {
        error = 0,
        message = "Success",
        data = new
        {
            msg_id = message.ProviderId,
            sent_time = Milliseconds(message.At),
            sending_mode = "1",
            quota = new { dailyQuota = "500", remainingQuota = "499" },
        },
    });

    public SimulatedResponse RefuseUnreachable(SimulatedMessage message) => Error(-118, "Zalo account not existed");

    public SimulatedResponse RefuseBusy(SimulatedMessage message) =>
        SimulatedResponse.Busy(new { error = 429, message = "Too many requests" });

    public bool Reports(SimulatedMessage message, SimulatedStatus status) => status == SimulatedStatus.Delivered;

    public HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now)
    {
        var timestamp = Milliseconds(now);
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            sender = new { id = "2893352839501541173" },
            recipient = new { id = receipt.Message.To },
            event_name = "user_received_message",
            message = new
            {
                delivery_time = Milliseconds(receipt.At),
                msg_id = receipt.Message.ProviderId,
                tracking_id = receipt.Message.Reference,
            },
            app_id = _settings.AppId,
            timestamp,
        });
        return new HttpRequestMessage(HttpMethod.Post, receipt.Message.ReceiptsTo)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers =
            {
                { "X-ZEvent-Signature", $"mac={Signatures.Zalo(_settings.AppId, _settings.OaSecretKey, timestamp, body)}" },
            },
        };
    }

    public bool PostsAgain(PendingReceipt receipt, int? status) => status != 200;

    private bool MayCall(HttpRequest request) => tokens.Accepts(request.Headers["access_token"]);

    private static SimulatedResponse? Fault(JsonElement call, string? to, string? tracking) =>
        to is not { Length: >= 7 and <= 15 } || !to.All(char.IsAsciiDigit) ? Error(-108, "Phone number invalid")
        : call.Text("template_id") is null ? Error(-109, "Template ID invalid")
        : !call.HasObject("template_data") ? Error(-111, "Template data empty")
        : tracking is not { Length: <= LongestTrackingId } ? Error(-132, "Parameter invalid")
        : null;

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static SimulatedResponse Error(int error, string message) => new(StatusCodes.Status200OK, new { error, message });
}
