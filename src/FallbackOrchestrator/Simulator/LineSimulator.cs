using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// LINE's Messaging API: messages by user id, which nothing is reported of, and which a retry key keeps from being sent twice; and
/// notification messages by the hash of a number, whose delivery is reported.
/// </summary>
internal sealed class LineSimulator(
    ScriptPlayer player, ServiceAddress service, CallLog log, IOptions<SimulatorOptions> options, TimeProvider time) : ISimulatedProvider
{
    private const string RetryKey = "X-Line-Retry-Key";
    private const string Template = "template";
    private const string Bot = "U00000000000000000000000000000000";
    private const int MostMessages = 5;
    private const int LongestText = 5000;
    private const int LongestAltText = 1500;

    private readonly LineSimulatorOptions _settings = options.Value.Line;
    private readonly RecentValues<string> _accepted = new(options.Value.Remembered);
    private readonly Lazy<Dictionary<string, string>> _numbers = new(HashedNumbers);

    public string Name => "line";

    /// <summary>Handles <c>POST /v2/bot/message/push</c>.</summary>
    public async Task<IResult> PushAsync(HttpContext http)
    {
        using var document = await WireJson.ReadObjectAsync(http.Request);
        var to = document?.RootElement.Text("to");
        if (!MayCall(http.Request))
            return player.Refuse(this, NotAuthenticated, SimulatedChannel.Line, to);
        var key = http.Request.Headers[RetryKey].ToString();
        var fault = document is null ? "The request body is not JSON"
            : key.Length > 0 && !Guid.TryParseExact(key, "D", out _) ? "The retry key is invalid"
            : to is not ['U', ..] || to.Length != 33 ? "The property, 'to', in the request body is invalid (line: -, column: -)"
            : Fault(document.RootElement);
        if (fault is not null)
            return player.Refuse(this, Error(400, fault), SimulatedChannel.Line, to, key);
        if (key.Length > 0 && _accepted.TryGet(key, out var before))
        {
            var conflict = new SimulatedResponse(
                StatusCodes.Status409Conflict, new { message = "The retry key is already accepted", sentMessages = Sent(before) });
            log.Add(new RecordedCall(Name, SimulatedChannel.Line, to, key, before, time.GetUtcNow(), conflict.Status));
            return conflict;
        }

        var now = time.GetUtcNow();
        return await player.PlayAsync(http, new SimulatedMessage(
            this, SimulatedChannel.Line, to!, "", key.Length > 0 ? key : null, Guid.CreateVersion7(now).ToString("N"), now,
            ReceiptsTo: null));
    }

    /// <summary>
    /// Handles <c>POST /bot/pnp/push</c> and <c>POST /v2/bot/message/pnp/templated/push</c>. LINE knows the numbers of its users; here it
    /// knows some of the scripted ones (<see cref="HashedNumbers"/>).
    /// </summary>
    public async Task<IResult> NotifyAsync(HttpContext http, bool byTemplate)
    {
        using var document = await WireJson.ReadObjectAsync(http.Request);
        var hash = document?.RootElement.Text("to");
        var to = hash is not null && _numbers.Value.TryGetValue(hash, out var number) ? number : hash;
        if (!MayCall(http.Request))
            return player.Refuse(this, NotAuthenticated, SimulatedChannel.LineNotification, to);
        var tag = http.Request.Headers["X-Line-Delivery-Tag"].ToString();
        var fault = document is null ? "The request body is not JSON"
            : http.Request.Headers.ContainsKey(RetryKey) ? "The retry key is not supported"
            : tag.Length is not (0 or (>= 16 and <= 100)) ? "The delivery tag is invalid"
            : hash is not { Length: 64 } || !hash.All(char.IsAsciiHexDigitLower)
                ? "The property, 'to', in the request body is invalid (line: -, column: -)"
            : byTemplate ? TemplateFault(document.RootElement)
            : Fault(document.RootElement);
        if (fault is not null)
            return player.Refuse(this, Error(400, fault), SimulatedChannel.LineNotification, to, tag);

        var now = time.GetUtcNow();
        return await player.PlayAsync(http, new SimulatedMessage(
            this, SimulatedChannel.LineNotification, to!, hash!, tag.Length > 0 ? tag : null, Guid.CreateVersion7(now).ToString("N"), now,
            _settings.Account is { } account ? service.Webhook(Name, account) : null) { Text = byTemplate ? Template : null });
    }

    /// <summary>Handles <c>GET /v2/bot/info</c>.</summary>
    public IResult Info(HttpContext http) => MayCall(http.Request)
        ? new SimulatedResponse(StatusCodes.Status200OK, new
        {
            userId = Bot,
            basicId = "@216ru",
            displayName = "ACME",
            chatMode = "bot",
            markAsReadMode = "auto",
        })
        : NotAuthenticated;

    /// <summary>Handles <c>GET /v2/bot/channel/webhook/endpoint</c>.</summary>
    public IResult Webhook(HttpContext http) => !MayCall(http.Request) ? NotAuthenticated
        : _settings.Account is { } account
            ? new SimulatedResponse(StatusCodes.Status200OK, new { endpoint = service.Webhook(Name, account).AbsoluteUri, active = true })
            : Error(404, "Webhook endpoint not found");

    public SimulatedResponse Accept(SimulatedMessage message)
    {
        if (message.Channel == SimulatedChannel.LineNotification)
            return new SimulatedResponse(message.Text == Template ? StatusCodes.Status202Accepted : StatusCodes.Status200OK, new { });
        if (message.Reference is { } key)
            _accepted.Set(key, _ => message.ProviderId);
        return new SimulatedResponse(StatusCodes.Status200OK, new { sentMessages = Sent(message.ProviderId) });
    }

    public SimulatedResponse RefuseUnreachable(SimulatedMessage message) => message.Channel == SimulatedChannel.LineNotification
        ? Error(422, "The message cannot be sent to this phone number")
        : Error(400, "Failed to send messages");

    public SimulatedResponse RefuseBusy(SimulatedMessage message) =>
        SimulatedResponse.Busy(new { message = "The API rate limit has been exceeded. Try again later." });

    /// <summary>LINE reports only the delivery of a notification message.</summary>
    public bool Reports(SimulatedMessage message, SimulatedStatus status) =>
        message.Channel == SimulatedChannel.LineNotification && status == SimulatedStatus.Delivered;

    public HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            destination = Bot,
            events = new[]
            {
                new
                {
                    type = "delivery",
                    mode = "active",
                    timestamp = receipt.At.ToUnixTimeMilliseconds(),
                    webhookEventId = $"01{receipt.Message.ProviderId}",
                    deliveryContext = new { isRedelivery = receipt.Tries > 0 },
                    delivery = new { data = receipt.Message.Reference ?? receipt.Message.From },
                },
            },
        });
        return new HttpRequestMessage(HttpMethod.Post, receipt.Message.ReceiptsTo)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { { "x-line-signature", Signatures.Line(_settings.ChannelSecret, body) } },
        };
    }

    /// <summary>With redelivery switched on, LINE repeats a webhook unless the response is a 2xx.</summary>
    public bool PostsAgain(PendingReceipt receipt, int? status) => status is not (>= 200 and < 300);

    private bool MayCall(HttpRequest request) =>
        _settings.AccessToken.Length > 0 && Credentials.BearerToken(request) == _settings.AccessToken;

    private static string? Fault(JsonElement call)
    {
        if (!call.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array
            || messages.GetArrayLength() is 0 or > MostMessages)
        {
            return "The property, 'messages', in the request body is invalid (line: -, column: -)";
        }
        return messages.EnumerateArray().Any(message => !IsMessage(message)) ? "The request body has 1 error(s)" : null;
    }

    private static string? TemplateFault(JsonElement call) =>
        call.Text("templateKey") is null ? "The property, 'templateKey', in the request body is invalid (line: -, column: -)"
        : !call.HasObject("body") ? "The property, 'body', in the request body is invalid (line: -, column: -)"
        : null;

    // The numbers whose digits for RCS, Telegram, LINE and Zalo are 4, and those without digits behind the one for SMS: a hash of any other
    // scripted number could not be told from one that has no script.
    private static Dictionary<string, string> HashedNumbers()
    {
        var digits = Enum.GetValues<SimulatedChannel>();
        var behind = digits.Length - 1 - (int)SimulatedChannel.LineNotification;
        var numbers =
            from first in Enumerable.Range(0, 1000)
            from rest in (string[])
            [
                "", .. Enumerable.Range(0, 10).SelectMany(own => new[] { $"4444{own}", $"4444{own}{new string('4', behind)}" }).Distinct(),
            ]
            select string.Create(CultureInfo.InvariantCulture, $"+9990{first:000}{rest}");
        return numbers.ToDictionary(number => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(number))));
    }

    private static bool IsMessage(JsonElement message)
    {
        return message.Text("type") switch
        {
            "text" => message.Text("text") is { Length: <= LongestText },
            "flex" => message.Text("altText") is { Length: > 0 and <= LongestAltText } && message.HasObject("contents")
                && message.GetProperty("contents").Text("type") is "bubble" or "carousel",
            "image" or "video" => HasTexts("originalContentUrl", "previewImageUrl"),
            "audio" => HasTexts("originalContentUrl") && HasNumbers("duration"),
            "location" => HasTexts("title", "address") && HasNumbers("latitude", "longitude"),
            _ => false,
        };

        bool HasTexts(params string[] names) => names.All(name => message.Text(name) is not null);

        bool HasNumbers(params string[] names) =>
            names.All(name => message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number);
    }

    private static object[] Sent(string id) => [new { id, quoteToken = "yHAz4Ua2wx7" }];

    private static SimulatedResponse NotAuthenticated => Error(
        401, "Authentication failed. Confirm that the access token in the authorization header is valid.");

    private static SimulatedResponse Error(int status, string message) => new(status, new { message });
}
