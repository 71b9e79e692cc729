using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>The Graph API's <c>/messages</c> as senders of WhatsApp messages see it.</summary>
internal sealed class MetaSimulator(ScriptPlayer player, ServiceAddress service, IOptions<SimulatorOptions> options, TimeProvider time)
    : ISimulatedProvider
{
    private const int LongestReference = 512;
    private const int LongestText = 4096;
    private const string Undeliverable = "The recipient has no WhatsApp, or one that is too old.";

    private readonly MetaSimulatorOptions _settings = options.Value.Meta;

    public string Name => "meta";

    /// <summary>Handles <c>POST /{version}/{phoneNumberId}/messages</c>.</summary>
    public async Task<IResult> TakeAsync(HttpContext http, string phoneNumberId)
    {
        if (!MayCall(http.Request))
            return player.Refuse(this, WrongToken());
        if (!_settings.Accounts.TryGetValue(phoneNumberId, out var account))
            return player.Refuse(this, Error(400, 100, $"Unsupported post request. Object with ID '{phoneNumberId}' does not exist"));

        using var document = await WireJson.ReadObjectAsync(http.Request);
        if (document?.RootElement is not { } body)
            return player.Refuse(this, Error(400, 100, "(#100) Invalid parameter", "The body is not a JSON object."));

        if (body.Text("status") == "read" && body.Text("message_id") is { } read)
        {
            return player.MarkRead(
                this, SimulatedChannel.WhatsApp, read, new SimulatedResponse(StatusCodes.Status200OK, new { success = true }));
        }

        var to = body.Text("to") ?? body.Text("recipient");
        var reference = body.Text("biz_opaque_callback_data");
        if (Fault(body, to, reference) is { } fault)
            return player.Refuse(
                this, Error(400, fault.Code, $"(#{fault.Code}) {fault.Message}"), SimulatedChannel.WhatsApp, to, reference);

        var now = time.GetUtcNow();
        var id = $"wamid.{Convert.ToBase64String(Guid.CreateVersion7(now).ToByteArray())}";
        return await player.PlayAsync(http, new SimulatedMessage(
            this, SimulatedChannel.WhatsApp, to!, phoneNumberId, reference, id, now, service.Webhook(Name, account))
        {
            Quoted = body.Text("context", "message_id"),
        });
    }

    /// <summary>Handles <c>GET /{version}/{phoneNumberId}</c>.</summary>
    public IResult Find(HttpContext http, string phoneNumberId) =>
        !MayCall(http.Request) ? WrongToken()
        : _settings.Accounts.ContainsKey(phoneNumberId)
            ? new SimulatedResponse(StatusCodes.Status200OK, new { id = phoneNumberId, display_phone_number = "+1 555-078-3881" })
            : Error(400, 100, $"Unsupported get request. Object with ID '{phoneNumberId}' does not exist");

    /// <summary>Handles <c>GET /{version}/{businessAccountId}/subscribed_apps</c>.</summary>
    public IResult Apps(HttpContext http) => !MayCall(http.Request) ? WrongToken() : new SimulatedResponse(
        StatusCodes.Status200OK,
        new { data = new[] { new { whatsapp_business_api_data = new { id = "200000000000002", link = "https://app.example", name = "app" } } } });

    public SimulatedResponse Accept(SimulatedMessage message) => new(StatusCodes.Status200OK, new
    {
        messaging_product = "whatsapp",
        contacts = new[] { new { input = message.To, wa_id = WaId(message) } },
        messages = new[] { new { id = message.ProviderId, message_status = "accepted" } },
    });

    public SimulatedResponse RefuseUnreachable(SimulatedMessage message) =>
        Error(400, 131026, "(#131026) Message undeliverable", Undeliverable);

    public SimulatedResponse RefuseBusy(SimulatedMessage message) => SimulatedResponse.Busy(
        ErrorBody(130429, "(#130429) Rate limit hit", "The throughput of this number has been reached.", transient: true));

    public HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now) =>
        Notification(receipt.Message, Value(receipt.Message, Status(receipt, receipt.Status is SimulatedStatus.Failed)));

    public HttpRequestMessage WriteReply(SimulatedMessage to, string text, DateTimeOffset now) => Notification(to, new
    {
        messaging_product = "whatsapp",
        metadata = new { display_phone_number = "15550783881", phone_number_id = to.From },
        contacts = new[] { new { profile = new { name = "Simulated person" }, wa_id = WaId(to), user_id = UserId(to) } },
        messages = new[]
        {
            new
            {
                from = WaId(to),
                from_user_id = UserId(to),
                id = $"wamid.{Convert.ToBase64String(Guid.CreateVersion7(now).ToByteArray())}",
                timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                type = "text",
                text = new { body = text },
                context = new { from = "15550783881", id = to.ProviderId },
            },
        },
    });

    private HttpRequestMessage Notification(SimulatedMessage message, object value)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                @object = "whatsapp_business_account",
                entry = new[] { new { id = "100000000000001", changes = new[] { new { field = "messages", value } } } },
            },
            WireJson.WithoutNulls);
        var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return new HttpRequestMessage(HttpMethod.Post, message.ReceiptsTo)
        {
            Content = content,
            Headers = { { "X-Hub-Signature-256", Signatures.Meta(_settings.AppSecret, body) } },
        };
    }

    /// <summary>Meta repeats every webhook without a 2xx response.</summary>
    public bool PostsAgain(PendingReceipt receipt, int? status) => true;

    private bool MayCall(HttpRequest request) =>
        Credentials.BearerToken(request) is { } token && (_settings.AccessToken is not { } expected || token == expected);

    private static SimulatedResponse WrongToken() => Error(401, 190, "Invalid OAuth access token - Cannot parse access token");

    private static object Value(SimulatedMessage message, object status) => new
    {
        messaging_product = "whatsapp",
        metadata = new { display_phone_number = "15550783881", phone_number_id = message.From },
        statuses = new[] { status },
    };

    // In reality a failed status does not always repeat the reference, so here it never does.
    private static object Status(PendingReceipt receipt, bool failed) => new
    {
        id = receipt.Message.ProviderId,
        status = receipt.Status.ToString().ToLowerInvariant(),
        timestamp = receipt.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        recipient_id = WaId(receipt.Message),
        recipient_user_id = UserId(receipt.Message),
        biz_opaque_callback_data = failed ? null : receipt.Message.Reference,
        pricing = failed ? null : new { billable = true, pricing_model = "PMP", type = "regular", category = "utility" },
        errors = failed
            ? new[] { new { code = 131026, title = "Message undeliverable", message = "Message undeliverable",
                error_data = new { details = Undeliverable } } }
            : null,
    };

    private static (int Code, string Message)? Fault(JsonElement body, string? to, string? reference)
    {
        if (body.Text("messaging_product") != "whatsapp")
            return (100, "The parameter messaging_product is required.");
        if (to is null)
            return (100, "The parameter to is required.");
        if (reference?.Length > LongestReference)
            return (100, "Param biz_opaque_callback_data is too long.");
        var type = body.Text("type") ?? "text";
        if (!body.HasObject(type))
            return (100, $"The parameter {type} is required.");
        return type switch
        {
            "text" => TextFault(body.Text("text", "body")),
            "template" when body.Text("template", "name") is null || body.Text("template", "language", "code") is null =>
                (131008, "Required parameter is missing"),
            "image" or "document" or "video" or "audio" or "sticker" when body.Text(type, "link") is null
                && body.Text(type, "id") is null =>
                (131008, "Required parameter is missing"),
            "template" or "image" or "document" or "video" or "audio" or "sticker" or "interactive" or "location" or "contacts" or "reaction" => null,
            _ => (100, "Param type is not one of the message types."),
        };
    }

    private static (int Code, string Message)? TextFault(string? text) => text switch
    {
        null => (100, "The parameter text['body'] is required."),
        { Length: > LongestText } => (100, "Param text['body'] is too long."),
        _ => null,
    };

    // Meta's business-scoped user id: a country and digits. A message may have been addressed by it.
    private static string UserId(SimulatedMessage message) =>
        message.To.Contains('.', StringComparison.Ordinal) ? message.To : $"US.1{WaId(message)}";

    private static string WaId(SimulatedMessage message) => message.To.TrimStart('+');

    private static SimulatedResponse Error(int status, int code, string message, string? details = null) =>
        new(status, ErrorBody(code, message, details ?? message, transient: false));

    private static object ErrorBody(int code, string message, string details, bool transient) => new
    {
        error = new
        {
            message,
            type = "OAuthException",
            code,
            error_data = new { messaging_product = "whatsapp", details },
            fbtrace_id = "AsimulatedTrace",
            is_transient = transient,
        },
    };
}
