using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>Vonage's Messages API v1, for Viber, SMS, RCS and WhatsApp.</summary>
internal sealed class VonageSimulator(ScriptPlayer player, ServiceAddress service, IOptions<SimulatorOptions> options, TimeProvider time)
    : ISimulatedProvider
{
    private static readonly FrozenDictionary<string, SimulatedChannel> Channels = new Dictionary<string, SimulatedChannel>
    {
        ["viber_service"] = SimulatedChannel.Viber,
        ["sms"] = SimulatedChannel.Sms,
        ["rcs"] = SimulatedChannel.Rcs,
        ["whatsapp"] = SimulatedChannel.WhatsApp,
    }.ToFrozenDictionary();

    private const int LongestFileName = 25;

    private readonly VonageSimulatorOptions _settings = options.Value.Vonage;
    private readonly RecentValues<SimulatedMessage> _taken = new(options.Value.Remembered);
    private readonly RecentValues<bool> _revoked = new(options.Value.Remembered);

    public string Name => "vonage";

    /// <summary>Handles <c>POST /v1/messages</c>.</summary>
    public async Task<IResult> TakeAsync(HttpContext http)
    {
        if (!MayCall(http.Request))
            return player.Refuse(this, Problem(401, "Unauthorized", "You did not provide correct credentials."));

        using var document = await WireJson.ReadObjectAsync(http.Request);
        if (document?.RootElement is not { } body)
            return player.Refuse(this, Problem(400, "1020", "The body is not a JSON object."));

        var to = body.Text("to");
        var reference = body.Text("client_ref");
        SimulatedChannel? channel = Channels.TryGetValue(body.Text("channel") ?? "", out var known) ? known : null;
        if (Fault(body, channel, to) is { } fault)
            return player.Refuse(this, Problem(422, "1150", fault), channel, to, reference);

        var webhook = body.Text("webhook_url") is { } given ? new Uri(given)
            : _settings.Account is { } account ? service.Webhook(Name, account)
            : null;
        var now = time.GetUtcNow();
        return await player.PlayAsync(http, new SimulatedMessage(
            this, channel!.Value, to!, body.Text("from")!, reference, Guid.CreateVersion7(now).ToString(), now, webhook)
        {
            Lifetime = Ttl(body, channel.Value) is { ValueKind: JsonValueKind.Number } ttl ? TimeSpan.FromSeconds(ttl.GetInt32()) : null,
        });
    }

    /// <summary>
    /// Handles <c>PATCH /v1/messages/{id}</c>, which revokes a message of RCS if it is not delivered yet, and does not say whether it was.
    /// </summary>
    public async Task<IResult> UpdateAsync(HttpContext http, string id)
    {
        if (!MayCall(http.Request))
            return Problem(401, "Unauthorized", "You did not provide correct credentials.");
        using var document = await WireJson.ReadObjectAsync(http.Request);
        if (!_taken.TryGet(id, out var message))
            return Problem(404, "Not Found", "Message with ID not found");
        if (document?.RootElement.Text("status") != "revoked" || message.Channel is not SimulatedChannel.Rcs)
            return Problem(422, "1150", "status must be revoked, and the message one of RCS");
        if (StatusOf(message) is not (SimulatedStatus.Delivered or SimulatedStatus.Read))
            _revoked.Set(id, _ => true);
        return Results.Ok();
    }

    public bool HasWithdrawn(SimulatedMessage message) => _revoked.TryGet(message.ProviderId, out _);

    /// <summary>Handles <c>GET /v2/applications</c>, which takes Basic authentication only.</summary>
    public IResult Applications(HttpContext http) => Credentials.Basic(http.Request) is not null && MayCall(http.Request)
        ? new SimulatedResponse(StatusCodes.Status200OK, new { page_size = 1, page = 1, total_items = 0, total_pages = 0 })
        : Problem(401, "Unauthorized", "You did not provide correct credentials.");

    /// <summary>Handles <c>GET /v2/reports/records</c>, of the Reports API, for one id.</summary>
    public IResult Records(HttpContext http)
    {
        var query = http.Request.Query;
        if (!MayCall(http.Request) || query["account_id"] != _settings.ApiKey)
            return Problem(401, "Unauthorized", "You did not provide correct credentials.");
        if (query["product"] != "MESSAGES" || query["direction"] != "outbound")
            return Problem(422, "Invalid parameters", "product must be MESSAGES, and direction outbound");
        return new SimulatedResponse(StatusCodes.Status200OK, new
        {
            request_status = "SUCCESS",
            records = _taken.TryGet(query["id"].ToString(), out var message) && StatusOf(message) is { } status
                ? new[] { Record(message, status) } : [],
        });
    }

    public SimulatedResponse Accept(SimulatedMessage message)
    {
        _taken.Set(message.ProviderId, _ => message);
        return new(StatusCodes.Status202Accepted, new { message_uuid = message.ProviderId });
    }

    private SimulatedStatus? StatusOf(SimulatedMessage message) =>
        Script.For(message.To, message.Channel).StatusAt(time.GetUtcNow(), message.At, options.Value);

    private object Record(SimulatedMessage message, SimulatedStatus status) => new
    {
        account_id = _settings.ApiKey,
        message_id = message.ProviderId,
        client_ref = message.Reference,
        direction = "outbound",
        from = message.From,
        to = message.To,
        date_received = message.At.UtcDateTime,
        date_finalized = time.GetUtcNow().UtcDateTime,
        status = Status(status),
        error_code = status is SimulatedStatus.Failed ? Unreachable(message).Code : "0",
        error_code_description = status is SimulatedStatus.Failed ? Unreachable(message).Detail : "Delivered",
    };

    public SimulatedResponse RefuseUnreachable(SimulatedMessage message)
    {
        var (code, detail) = Unreachable(message);
        return Problem(422, code, detail);
    }

    public SimulatedResponse RefuseBusy(SimulatedMessage message) =>
        SimulatedResponse.Busy(
            ProblemBody("1000", "You have exceeded the submission capacity allowed on this account. Please wait and retry."));

    public HttpRequestMessage WriteReply(SimulatedMessage to, string text, DateTimeOffset now) => Signed(
        to,
        new
        {
            channel = Channels.First(pair => pair.Value == to.Channel).Key,
            message_uuid = Guid.CreateVersion7(now).ToString(),
            to = to.From,
            from = to.To,
            timestamp = now.UtcDateTime,
            context = to.Channel is SimulatedChannel.WhatsApp ? new { message_uuid = to.ProviderId, message_from = to.From } : null,
            message_type = "text",
            text,
        },
        now);

    public HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now)
    {
        var message = receipt.Message;
        var failed = receipt.Status is SimulatedStatus.Failed;
        var (code, detail) = Unreachable(message);
        return Signed(
            message,
            new
            {
                message_uuid = message.ProviderId,
                to = message.To,
                from = message.From,
                timestamp = receipt.At.UtcDateTime,
                status = Status(receipt.Status),
                channel = Channels.First(pair => pair.Value == message.Channel).Key,
                client_ref = message.Reference,
                error = failed ? ProblemBody(code, detail) : null,
                usage = failed ? null : new { currency = "EUR", price = "0.0333" },
            },
            now);
    }

    private HttpRequestMessage Signed(SimulatedMessage message, object webhook, DateTimeOffset now)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(webhook, WireJson.WithoutNulls);
        var token = Signatures.Vonage(
            _settings.SignatureSecret, body, now, Guid.CreateVersion7(now).ToString(), _settings.ApiKey,
            "aaaaaaaa-bbbb-4ccc-8ddd-000000000000");
        return new HttpRequestMessage(HttpMethod.Post, message.ReceiptsTo)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
    }

    /// <summary>Vonage repeats a webhook after 429, a 5xx or no response; any other 4xx is final.</summary>
    public bool PostsAgain(PendingReceipt receipt, int? status) => status is null or 429 or >= 500;

    // A bearer token is a JWT signed with the application's private key; the simulator does not have the public key, so it checks only the
    // form.
    private bool MayCall(HttpRequest request) => Credentials.Basic(request) is { } basic
        ? basic.Name == _settings.ApiKey && (_settings.ApiSecret is null || basic.Secret == _settings.ApiSecret)
        : Credentials.BearerToken(request)?.Split('.') is [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }];

    private static string? Fault(JsonElement body, SimulatedChannel? channel, string? to)
    {
        if (channel is null)
            return "channel is missing or not supported";
        if (to is null || !(IsNumber(to) || (channel is SimulatedChannel.WhatsApp && to.Contains('.', StringComparison.Ordinal))))
            return "to must be 7 to 15 digits, without a leading +";
        if (body.Text("from") is not { } from)
            return "from is missing";
        if (from.StartsWith('+'))
            return "from must be without a leading +";
        if (body.Text("webhook_url") is { } url && !ServiceAddress.TryReadWeb(url, out _))
            return "webhook_url must be an absolute http or https address";
        if (Ttl(body, channel.Value) is { } ttl && TtlFault(ttl, channel.Value) is { } wrong)
            return wrong;
        return ContentFault(body, body.Text("message_type"), channel.Value);
    }

    private static JsonElement? Ttl(JsonElement body, SimulatedChannel channel) => channel switch
    {
        SimulatedChannel.Viber => body.HasObject("viber_service") && body.GetProperty("viber_service").TryGetProperty("ttl", out var ttl)
            ? ttl : null,
        _ => body.TryGetProperty("ttl", out var ttl) ? ttl : null,
    };

    private static string? TtlFault(JsonElement ttl, SimulatedChannel channel)
    {
        var (least, most) = channel switch
        {
            SimulatedChannel.Sms => (20, 604_800),
            SimulatedChannel.Rcs => (20, 259_200),
            SimulatedChannel.Viber => (30, 259_200),
            _ => (0, 0),
        };
        if (most == 0)
            return "this channel has no ttl";
        return ttl.ValueKind == JsonValueKind.Number && ttl.TryGetInt32(out var seconds) && seconds >= least && seconds <= most
            ? null
            : $"ttl must be {least} to {most} seconds";
    }

    private static string? ContentFault(JsonElement body, string? type, SimulatedChannel channel) => type switch
    {
        "text" => body.Text("text") is null ? "text is missing" : null,
        _ when channel is SimulatedChannel.Sms => "message_type must be text",
        "video" when channel is SimulatedChannel.Viber && body.Text("video", "thumb_url") is null => "video.thumb_url is missing",
        "video" when channel is SimulatedChannel.Viber && (body.Text("viber_service", "duration") is null
            || body.Text("viber_service", "file_size") is null) => "viber_service.duration or viber_service.file_size is missing",
        "file" when channel is SimulatedChannel.Viber && body.Text("file", "name") is { Length: > LongestFileName } =>
            $"file.name must have at most {LongestFileName} characters",
        "image" or "video" or "file" or "audio" => body.Text(type, "url") is null ? $"{type}.url is missing" : null,
        "template" => body.Text("template", "name") is null ? "template.name is missing" : null,
        "custom" when channel is SimulatedChannel.WhatsApp => WhatsAppFault(body),
        "custom" when channel is SimulatedChannel.Rcs =>
            body.HasObject("custom") && body.GetProperty("custom").HasObject("contentMessage") ? null : "custom.contentMessage is missing",
        "card" or "carousel" when channel is SimulatedChannel.Rcs => body.HasObject(type) ? null : $"{type} is missing",
        _ => "message_type is missing or not supported",
    };

    // WhatsApp's own form: the type names the member that must be there.
    private static string? WhatsAppFault(JsonElement body)
    {
        var type = body.Text("custom", "type");
        return type is null ? "custom.type is missing" : body.GetProperty("custom").HasObject(type) ? null : $"custom.{type} is missing";
    }

    private static bool IsNumber(string to) => to.Length is >= 7 and <= 15 && to.All(char.IsAsciiDigit);

    private static string Status(SimulatedStatus status) => status switch
    {
        SimulatedStatus.Sent => "submitted",
        SimulatedStatus.Delivered => "delivered",
        SimulatedStatus.Read => "read",
        _ => "rejected",
    };

    private static (string Code, string Detail) Unreachable(SimulatedMessage message) => message.Channel is SimulatedChannel.Sms
        ? ("1260", "Destination unreachable - The message could not be delivered to the phone number.")
        : ("1300", "Not part of the provider network.");

    private static SimulatedResponse Problem(int status, string title, string detail) => new(status, ProblemBody(title, detail));

    private static object ProblemBody(string title, string detail) => new
    {
        type = $"https://developer.vonage.com/api-errors/messages#{title.ToLowerInvariant()}",
        title,
        detail,
        instance = "bf0ca0bf927b3b52e3cb03217e1a1ddf",
    };
}
