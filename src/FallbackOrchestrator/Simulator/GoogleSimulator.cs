using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// Google's RCS for Business. A message has the id that its sender gave it; a second one with the same id is ignored. It can be revoked
/// until it is delivered, and at the end of its <c>ttl</c> it revokes itself.
/// </summary>
internal sealed class GoogleSimulator(
    ScriptPlayer player, ServiceAddress service, GoogleTokenSimulator tokens, IOptions<SimulatorOptions> options, TimeProvider time)
    : ISimulatedProvider
{
    private static readonly string[] Features = ["RICHCARD_STANDALONE", "RICHCARD_CAROUSEL", "ACTION_DIAL", "ACTION_OPEN_URL_IN_WEBVIEW"];

    private readonly GoogleSimulatorOptions _settings = options.Value.Google;
    private readonly RecentValues<Taken> _taken = new(options.Value.Remembered);

    public string Name => "google";

    public bool EndsLifetimes => true;

    /// <summary>Handles <c>POST /v1/phones/{number}/agentMessages</c>.</summary>
    public async Task<IResult> TakeAsync(HttpContext http, string number)
    {
        var (agent, id) = (Query(http, "agentId"), Query(http, "messageId"));
        if (WhyNot(http, agent) is { } refusal)
            return player.Refuse(this, refusal);
        using var document = await WireJson.ReadObjectAsync(http.Request);
        if (document?.RootElement is not { } body)
            return player.Refuse(this, Invalid("Invalid JSON payload received."));
        if (Fault(number, id, body) is { } fault)
            return player.Refuse(this, Invalid(fault), SimulatedChannel.Rcs, number, id);

        var now = time.GetUtcNow();
        var message = new SimulatedMessage(
            this, SimulatedChannel.Rcs, number, agent, id, id, now, service.Webhook(Name, _settings.Agents[agent]))
        {
            Text = body.Text("contentMessage", "text"),
            Lifetime = GoogleRequestRules.Lifetime(body),
        };
        return _taken.TryGet(Key(agent, id), out var earlier)
            ? player.Ignore(message, View(earlier.Message))
            : await player.PlayAsync(http, message);
    }

    /// <summary>Handles <c>DELETE /v1/phones/{number}/agentMessages/{id}</c>.</summary>
    public IResult Revoke(HttpContext http, string number, string id)
    {
        var agent = Query(http, "agentId");
        if (WhyNot(http, agent) is { } refusal)
            return refusal;
        if (!_taken.TryGet(Key(agent, id), out var taken) || taken.Message.To != number || player.IsDelivered(taken.Message))
            return NotFound();
        _taken.Set(Key(agent, id), _ => taken with { IsRevoked = true });
        return new SimulatedResponse(StatusCodes.Status200OK, new { });
    }

    /// <summary>Handles <c>GET /v1/phones/{number}/capabilities</c>.</summary>
    public IResult Capabilities(HttpContext http, string number) => WhyNot(http, Query(http, "agentId")) is { } refusal ? refusal
        : IsReachable(number)
            ? new SimulatedResponse(StatusCodes.Status200OK, new { features = Features })
            : NotFound();

    /// <summary>Handles <c>POST /v1/users:batchGet</c>.</summary>
    public async Task<IResult> FindUsersAsync(HttpContext http)
    {
        using var document = await WireJson.ReadObjectAsync(http.Request);
        if (document?.RootElement is not { } body || !body.TryGetProperty("users", out var users) || users.ValueKind != JsonValueKind.Array)
            return Invalid("users: must be a list of numbers");
        if (WhyNot(http, body.Text("agentId") ?? "") is { } refusal)
            return refusal;
        var reachable = users.EnumerateArray().Select(user => user.ToString()).Where(IsReachable).ToArray();
        return new SimulatedResponse(StatusCodes.Status200OK, new { reachableUsers = reachable });
    }

    public SimulatedResponse Accept(SimulatedMessage message)
    {
        _taken.Set(Key(message.From, message.ProviderId), _ => new Taken(message));
        return View(message);
    }

    public SimulatedResponse RefuseUnreachable(SimulatedMessage message) => NotFound();

    public SimulatedResponse RefuseBusy(SimulatedMessage message) =>
        SimulatedResponse.Busy(ErrorBody(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Messages'."));

    /// <summary>Google reports nothing between the acceptance and the delivery.</summary>
    public bool Reports(SimulatedMessage message, SimulatedStatus status) => status != SimulatedStatus.Sent;

    public bool HasWithdrawn(SimulatedMessage message) =>
        _taken.TryGet(Key(message.From, message.ProviderId), out var taken) && taken.IsRevoked;

    public HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now)
    {
        var message = receipt.Message;
        var isOver = receipt.Status is SimulatedStatus.Failed;
        var data = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                senderPhoneNumber = isOver ? null : message.To,
                phoneNumber = isOver ? message.To : null,
                eventType = isOver ? "TTL_EXPIRATION_REVOKED" : receipt.Status.ToString().ToUpperInvariant(),
                eventId = $"{message.ProviderId}/{receipt.Status}",
                messageId = message.ProviderId,
                agentId = message.From,
                sendTime = Time(receipt.At),
            },
            WireJson.WithoutNulls);
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            message = new
            {
                data = Convert.ToBase64String(data),
                messageId = "5512",
                publishTime = Time(now),
                attributes = new { type = "event", message_type = isOver ? "SERVER_EVENT" : "USER_EVENT" },
            },
            subscription = "projects/rbm-simulated/subscriptions/rbm-agent",
        });
        return new HttpRequestMessage(HttpMethod.Post, message.ReceiptsTo)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { { "X-Goog-Signature", Signatures.Google(_settings.ClientToken, data) } },
        };
    }

    /// <summary>Google repeats every webhook without a 2xx response.</summary>
    public bool PostsAgain(PendingReceipt receipt, int? status) => true;

    private SimulatedResponse? WhyNot(HttpContext http, string agent) =>
        !tokens.IsValid(Credentials.BearerToken(http.Request))
            ? Error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials. Expected OAuth 2 access token.")
        : !_settings.Agents.ContainsKey(agent) ? Error(403, "PERMISSION_DENIED", "The caller does not have permission")
        : null;

    private static string? Fault(string number, string id, JsonElement body)
    {
        if (number is not ['+', >= '1' and <= '9', ..] || number.Length is < 8 or > 16
            || number.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
            return "Phone number is invalid";
        if (!Guid.TryParseExact(id, "D", out _))
            return "messageId must be a UUID";
        return GoogleRequestRules.Fault(body);
    }

    private static bool IsReachable(string number) => Script.For(number, SimulatedChannel.Rcs).Response != ScriptedResponse.Refuse;

    private static SimulatedResponse View(SimulatedMessage message) => new(StatusCodes.Status200OK, new
    {
        name = $"phones/{message.To}/agentMessages/{message.ProviderId}",
        sendTime = Time(message.At),
        contentMessage = new { text = message.Text },
    });

    private static string Query(HttpContext http, string name) => http.Request.Query[name].ToString();

    private static string Key(string agent, string id) => $"{agent} {id}";

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static SimulatedResponse NotFound() => Error(404, "NOT_FOUND", "Requested entity was not found.");

    private static SimulatedResponse Invalid(string why) => Error(400, "INVALID_ARGUMENT", why);

    private static SimulatedResponse Error(int code, string status, string message) => new(code, ErrorBody(code, status, message));

    private static object ErrorBody(int code, string status, string message) => new { error = new { code, message, status } };

    private sealed record Taken(SimulatedMessage Message, bool IsRevoked = false);
}
