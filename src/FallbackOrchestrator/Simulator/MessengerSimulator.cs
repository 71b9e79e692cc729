using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// The Send API of Meta's Messenger Platform, for Messenger and Instagram. It echoes each message with its metadata. Messenger reports the
/// delivery by id and everything that was read by a moment; Instagram reports only what was read, by id. Neither reports failures.
/// </summary>
internal sealed class MessengerSimulator(ScriptPlayer player, ServiceAddress service, IOptions<SimulatorOptions> options, TimeProvider time)
    : ISimulatedProvider
{
    private const int LongestMetadata = 1000;
    private const int LongestText = 2000;
    private const int MostBytesOnInstagram = 1000;

    private static readonly string[] Subscribed = ["messages", "message_deliveries", "message_echoes"];

    private readonly MessengerSimulatorOptions _settings = options.Value.Messenger;

    public string Name => "messenger";

    /// <summary>Handles <c>POST /{version}/{pageId}/messages</c>.</summary>
    public async Task<IResult> TakeAsync(HttpContext http, string pageId)
    {
        if (!MayCall(http.Request))
            return player.Refuse(this, WrongToken);
        if (!_settings.Pages.TryGetValue(pageId, out var page))
            return player.Refuse(this, NoSuchPage("post", pageId));

        var channel = page.InstagramAccountId is null ? SimulatedChannel.Facebook : SimulatedChannel.Instagram;
        using var document = await WireJson.ReadObjectAsync(http.Request);
        if (document?.RootElement is not { } body)
            return player.Refuse(this, Error(400, 100, null, "(#100) The parameter recipient is required"), channel);
        var to = body.Text("recipient", "id");
        var metadata = body.Text("message", "metadata");
        if (Fault(body, to, metadata, channel) is { } fault)
            return player.Refuse(this, Error(400, 100, fault.Subcode, $"(#100) {fault.Words}"), channel, to, metadata);

        var now = time.GetUtcNow();
        var id = $"m_{Base64Url.EncodeToString(Guid.CreateVersion7(now).ToByteArray())}";
        return await player.PlayAsync(
            http, new SimulatedMessage(this, channel, to!, pageId, metadata, id, now, service.Webhook(Name, page.Account)));
    }

    /// <summary>Handles <c>GET /{version}/{pageId}</c>.</summary>
    public IResult Find(HttpContext http, string pageId) => !MayCall(http.Request) ? WrongToken
        : _settings.Pages.ContainsKey(pageId) ? new SimulatedResponse(StatusCodes.Status200OK, new { id = pageId })
        : NoSuchPage("get", pageId);

    /// <summary>Handles <c>GET /{version}/{pageId}/subscribed_apps</c>.</summary>
    public IResult Apps(HttpContext http, string pageId) => !MayCall(http.Request) ? WrongToken
        : _settings.Pages.ContainsKey(pageId)
            ? new SimulatedResponse(StatusCodes.Status200OK, new
            {
                data = new[]
                {
                    new
                    {
                        id = "200000000000002", link = "https://app.example", name = "app",
                        subscribed_fields = Subscribed,
                    },
                },
            })
            : NoSuchPage("get", pageId);

    public SimulatedResponse Accept(SimulatedMessage message) =>
        new(StatusCodes.Status200OK, new { recipient_id = message.To, message_id = message.ProviderId });

    public SimulatedResponse RefuseUnreachable(SimulatedMessage message) =>
        Error(400, 551, 1545041, "(#551) This person isn't available right now.");

    public SimulatedResponse RefuseBusy(SimulatedMessage message) =>
        SimulatedResponse.Busy(ErrorBody(613, null, "(#613) Calls to this api have exceeded the rate limit."));

    public bool Reports(SimulatedMessage message, SimulatedStatus status) => status switch
    {
        SimulatedStatus.Failed => false,
        SimulatedStatus.Delivered => message.Channel == SimulatedChannel.Facebook || HasNoResponse(message),
        _ => true,
    };

    public HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now)
    {
        var message = receipt.Message;
        var instagram = _settings.Pages[message.From].InstagramAccountId;
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            @object = instagram is null ? "page" : "instagram",
            entry = new[]
            {
                new
                {
                    id = instagram ?? message.From,
                    time = now.ToUnixTimeMilliseconds(),
                    messaging = Events(receipt, instagram ?? message.From),
                },
            },
        });
        return new HttpRequestMessage(HttpMethod.Post, message.ReceiptsTo)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { { "X-Hub-Signature-256", Signatures.Meta(_settings.AppSecret, body) } },
        };
    }

    /// <summary>Meta repeats every webhook without a 2xx response.</summary>
    public bool PostsAgain(PendingReceipt receipt, int? status) => true;

    private static IEnumerable<object> Events(PendingReceipt receipt, string business)
    {
        var (message, status, at) = (receipt.Message, receipt.Status, receipt.At.ToUnixTimeMilliseconds());
        // Whoever got no response hears of the message only by its echo.
        if (status == SimulatedStatus.Sent || HasNoResponse(message))
        {
            yield return new
            {
                sender = new { id = business },
                recipient = new { id = message.To },
                timestamp = message.At.ToUnixTimeMilliseconds(),
                message = new { mid = message.ProviderId, is_echo = true, app_id = 1517776481860111, metadata = message.Reference },
            };
        }
        var (sender, recipient) = (new { id = message.To }, new { id = business });
        if (status == SimulatedStatus.Delivered && message.Channel == SimulatedChannel.Facebook)
            yield return new { sender, recipient, timestamp = at, delivery = new { mids = new[] { message.ProviderId }, watermark = at } };
        if (status == SimulatedStatus.Read && message.Channel == SimulatedChannel.Facebook)
            yield return new { sender, recipient, timestamp = at, read = new { watermark = at } };
        if (status == SimulatedStatus.Read && message.Channel == SimulatedChannel.Instagram)
            yield return new { sender, recipient, timestamp = at, read = new { mid = message.ProviderId } };
    }

    private static bool HasNoResponse(SimulatedMessage message) =>
        Script.For(message.To, message.Channel).Response is ScriptedResponse.Break;

    private bool MayCall(HttpRequest request) =>
        _settings.AccessToken.Length > 0 && Credentials.BearerToken(request) == _settings.AccessToken;

    private static (int? Subcode, string Words)? Fault(JsonElement body, string? to, string? metadata, SimulatedChannel channel)
    {
        if (to is not { Length: > 0 } || !to.All(char.IsAsciiDigit))
            return (2018001, "No matching user found");
        if (body.Text("messaging_type") is not ("RESPONSE" or "UPDATE" or "MESSAGE_TAG") and var type)
            return (null, $"Param messaging_type must be one of {{RESPONSE, UPDATE, MESSAGE_TAG}}, and is {type}");
        if ((body.Text("messaging_type") == "MESSAGE_TAG") != (body.Text("tag") is not null))
            return (null, "A tag is required for the messaging_type MESSAGE_TAG, and only for it");
        if (metadata?.Length > LongestMetadata)
            return (null, "Length of param message[metadata] must be less than or equal to 1000");
        if (body.HasObject("message") && body.GetProperty("message").TryGetProperty("attachment", out _))
        {
            return body.Text("message", "attachment", "type") is "image" or "audio" or "video" or "file"
                && body.Text("message", "attachment", "payload", "url") is not null
                    ? null
                    : (2018008, "Failed to fetch the file from the url");
        }
        return body.Text("message", "text") switch
        {
            null => (null, "Param message must be non-empty"),
            { Length: > LongestText } => (null, "Length of param message[text] must be less than or equal to 2000"),
            var text when channel == SimulatedChannel.Instagram && Encoding.UTF8.GetByteCount(text) > MostBytesOnInstagram =>
                (2534015, "The text is longer than 1000 bytes"),
            _ => null,
        };
    }

    private static SimulatedResponse WrongToken => Error(401, 190, null, "Invalid OAuth access token - Cannot parse access token");

    private static SimulatedResponse NoSuchPage(string method, string pageId) =>
        Error(400, 100, 33, $"Unsupported {method} request. Object with ID '{pageId}' does not exist");

    private static SimulatedResponse Error(int status, int code, int? subcode, string message) =>
        new(status, ErrorBody(code, subcode, message));

    private static object ErrorBody(int code, int? subcode, string message) => subcode is { } precise
        ? new { error = new { message, type = "OAuthException", code, error_subcode = precise, fbtrace_id = "AsimulatedTrace" } }
        : new { error = new { message, type = "OAuthException", code, fbtrace_id = "AsimulatedTrace" } };
}
