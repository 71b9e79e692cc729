using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>Twilio's Programmable Messaging, for SMS and, by the prefix of <c>To</c>, WhatsApp and RCS.</summary>
internal sealed class TwilioSimulator(ScriptPlayer player, IOptions<SimulatorOptions> options, TimeProvider time)
    : ISimulatedProvider
{
    private const int LongestBody = 1600;
    private const int UnreachableHandset = 30003;
    private const int InvalidRecipient = 63024;

    private readonly TwilioSimulatorOptions _settings = options.Value.Twilio;
    private readonly RecentValues<SimulatedMessage> _taken = new(options.Value.Remembered);

    public string Name => "twilio";

    /// <summary>Handles <c>POST /2010-04-01/Accounts/{sid}/Messages.json</c>.</summary>
    public async Task<IResult> TakeAsync(HttpContext http, string accountSid)
    {
        if (!MayCall(http.Request, accountSid))
            return player.Refuse(this, Error(401, 20003, "Authenticate"));

        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        var to = form["To"].ToString();
        var callback = ServiceAddress.TryReadWeb(form["StatusCallback"], out var given) ? given : null;
        var reference = callback is null
            ? null : QueryHelpers.ParseQuery(callback.Query).GetValueOrDefault("ref").ToString() is { Length: > 0 } set ? set : null;
        var channel = ChannelOf(to);
        if (Fault(form, to, callback) is { } fault)
            return player.Refuse(this, Error(400, fault.Code, fault.Message), channel, to, reference);

        var from = form["From"].ToString() is { Length: > 0 } sender ? sender : form["MessagingServiceSid"].ToString();
        var now = time.GetUtcNow();
        return await player.PlayAsync(
            http,
            new SimulatedMessage(this, channel, to, from, reference, $"SM{Guid.CreateVersion7(now):N}", now,
                callback)
            {
                Text = form["Body"],
                Lifetime = int.TryParse(form["ValidityPeriod"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? TimeSpan.FromSeconds(seconds) : null,
            });
    }

    /// <summary>Handles <c>GET /2010-04-01/Accounts/{sid}/Messages/{message}.json</c>.</summary>
    public IResult Find(HttpContext http, string accountSid, string messageSid) => !MayCall(http.Request, accountSid)
        ? Error(401, 20003, "Authenticate")
        : _taken.TryGet(messageSid, out var message)
            ? new SimulatedResponse(StatusCodes.Status200OK, View(message, StatusOf(message)))
            : Error(404, 20404, $"The requested resource {http.Request.Path} was not found");

    /// <summary>Handles <c>GET /2010-04-01/Accounts/{sid}.json</c>.</summary>
    public IResult Account(HttpContext http, string accountSid) => !MayCall(http.Request, accountSid)
        ? Error(401, 20003, "Authenticate")
        : new SimulatedResponse(StatusCodes.Status200OK, new { sid = accountSid, status = "active", type = "Full", friendly_name = "simulated" });

    public SimulatedResponse Accept(SimulatedMessage message)
    {
        _taken.Set(message.ProviderId, _ => message);
        return new SimulatedResponse(StatusCodes.Status201Created, View(message, status: null));
    }

    public SimulatedResponse RefuseUnreachable(SimulatedMessage message) => message.Channel switch
    {
        SimulatedChannel.WhatsApp => Error(400, 63024, "Invalid message recipient"),
        SimulatedChannel.Rcs => Error(400, 63036, "The recipient does not support RCS"),
        _ => Error(400, 21614, "'To' number is not a valid mobile number"),
    };

    public SimulatedResponse RefuseBusy(SimulatedMessage message) => SimulatedResponse.Busy(ErrorBody(429, 20429, "Too Many Requests"));

    // Twilio has another address for what people write, of the number; here it is that of the receipts.
    public HttpRequestMessage WriteReply(SimulatedMessage to, string text, DateTimeOffset now)
    {
        var id = $"SM{Guid.CreateVersion7(now):N}";
        var url = to.ReceiptsTo!.GetLeftPart(UriPartial.Path);
        var form = new Dictionary<string, string>
        {
            ["MessageSid"] = id,
            ["SmsSid"] = id,
            ["SmsStatus"] = "received",
            ["AccountSid"] = _settings.AccountSid,
            ["From"] = to.To,
            ["To"] = to.From,
            ["Body"] = text,
            ["NumMedia"] = "0",
            ["ApiVersion"] = "2010-04-01",
        };
        if (to.Channel is SimulatedChannel.WhatsApp)
            form["OriginalRepliedMessageSid"] = to.ProviderId;
        return new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent(form),
            Headers = { { "X-Twilio-Signature", Signatures.Twilio(_settings.AuthToken, url, form) } },
        };
    }

    public HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now)
    {
        var message = receipt.Message;
        var url = message.ReceiptsTo!.GetLeftPart(UriPartial.Query); // The part after the # is for Twilio; it is neither sent nor signed.
        var status = Status(receipt.Status);
        var form = new Dictionary<string, string>
        {
            ["SmsSid"] = message.ProviderId,
            ["SmsStatus"] = status,
            ["MessageStatus"] = status,
            ["To"] = message.To,
            ["MessageSid"] = message.ProviderId,
            ["AccountSid"] = _settings.AccountSid,
            ["From"] = message.From,
            ["ApiVersion"] = "2010-04-01",
        };
        if (receipt.Status is SimulatedStatus.Failed)
            form["ErrorCode"] = FailureOf(message).ToString(CultureInfo.InvariantCulture);
        else if (receipt.Status is SimulatedStatus.Delivered)
            form["RawDlrDoneDate"] = receipt.At.ToString("yyMMddHHmm", CultureInfo.InvariantCulture);
        return new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent(form),
            Headers =
            {
                { "X-Twilio-Signature", Signatures.Twilio(_settings.AuthToken, url, form) },
                { "I-Twilio-Idempotency-Token", $"{message.ProviderId}-{status}" },
            },
        };
    }

    /// <summary>
    /// Twilio retries a callback once, and only if it could not connect, unless the fragment of the address asks for more. The number of
    /// tries in it (<c>rc</c>) is ignored; the simulator has its own schedule.
    /// </summary>
    public bool PostsAgain(PendingReceipt receipt, int? status)
    {
        var asked = QueryHelpers.ParseQuery(receipt.Message.ReceiptsTo!.Fragment.TrimStart('#'));
        if (asked.Count == 0)
            return status is null && receipt.Tries == 1;
        var policies = asked.GetValueOrDefault("rp").ToString() is { Length: > 0 } set ? set.Split(',') : ["ct"];
        string[] met = status switch { null => ["ct", "rt"], >= 500 => ["5xx"], >= 400 => ["4xx"], _ => [] };
        return policies.Contains("all") || policies.Intersect(met).Any();
    }

    private SimulatedStatus? StatusOf(SimulatedMessage message) =>
        Script.For(message.To, message.Channel).StatusAt(time.GetUtcNow(), message.At, options.Value);

    private object View(SimulatedMessage message, SimulatedStatus? status) => new
    {
        sid = message.ProviderId,
        account_sid = _settings.AccountSid,
        status = Status(status),
        to = message.To,
        from = message.From.StartsWith("MG", StringComparison.Ordinal) ? null : message.From,
        messaging_service_sid = message.From.StartsWith("MG", StringComparison.Ordinal) ? message.From : null,
        body = message.Text,
        num_segments = "1",
        direction = "outbound-api",
        api_version = "2010-04-01",
        error_code = status is SimulatedStatus.Failed ? FailureOf(message) : (int?)null,
        error_message = status is SimulatedStatus.Failed ? "Unreachable" : null,
        date_created = message.At.ToString("r", CultureInfo.InvariantCulture).Replace("GMT", "+0000", StringComparison.Ordinal),
        date_sent = (string?)null,
        price = (string?)null,
        uri = $"/2010-04-01/Accounts/{_settings.AccountSid}/Messages/{message.ProviderId}.json",
    };

    private static int FailureOf(SimulatedMessage message) =>
        message.Channel is SimulatedChannel.WhatsApp ? InvalidRecipient : UnreachableHandset;

    private static string Status(SimulatedStatus? status) => status switch
    {
        SimulatedStatus.Sent => "sent",
        SimulatedStatus.Delivered => "delivered",
        SimulatedStatus.Read => "read",
        SimulatedStatus.Failed => "undelivered",
        _ => "queued",
    };

    private bool MayCall(HttpRequest request, string accountSid) => accountSid == _settings.AccountSid
        && Credentials.Basic(request) is { } basic && basic.Name == _settings.AccountSid && basic.Secret == _settings.AuthToken;

    private static (int Code, string Message)? Fault(IFormCollection form, string to, Uri? callback)
    {
        if (to.Length == 0)
            return (21604, "A 'To' phone number is required.");
        var number = to.AsSpan()[(to.LastIndexOf(':') + 1)..];
        if (number is not ['+', >= '1' and <= '9', ..] || number.Length is < 8 or > 16 || number[1..].ContainsAnyExceptInRange('0', '9'))
            return (21211, $"The 'To' number {to} is not a valid phone number.");
        if (form["From"].ToString().Length == 0 && form["MessagingServiceSid"].ToString().Length == 0)
            return (21603, "A 'From' phone number is required.");
        if (form["From"].ToString() is { Length: > 0 } from && ChannelOf(from) != ChannelOf(to))
            return (21910, "Invalid From and To pair. From and To should be of the same channel");
        if (TemplateFault(form) is { } wrong)
            return wrong;
        if (form["Body"].ToString().Length == 0 && form["MediaUrl"].ToString().Length == 0 && form["ContentSid"].ToString().Length == 0)
            return (21602, "Message body is required.");
        if (form["Body"].ToString().Length > LongestBody)
            return (21617, "The concatenated message body exceeds the 1600 character limit.");
        if (form["ValidityPeriod"].ToString() is { Length: > 0 } validity
            && !(int.TryParse(validity, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 36_000))
            return (21624, "Invalid validity period value");
        if (form["StatusCallback"].ToString().Length > 0 && callback is null)
            return (21609, "The 'StatusCallback' URL is not a valid URL.");
        return null;
    }

    private static (int Code, string Message)? TemplateFault(IFormCollection form)
    {
        var sid = form["ContentSid"].ToString();
        var values = form["ContentVariables"].ToString();
        if (sid.Length == 0)
            return values.Length == 0 ? null : (21654, "ContentSid Required");
        if (!(sid.StartsWith("HX", StringComparison.Ordinal) && sid.Length == 34 && sid[2..].All(char.IsAsciiHexDigit)))
            return (20404, "The requested resource was not found");
        return values.Length == 0 || AreValues(values) ? null : (21656, "The ContentVariables Parameter is invalid");
    }

    // A JSON object whose values are texts that are not empty.
    private static bool AreValues(string json)
    {
        try
        {
            return JsonDocument.Parse(json).RootElement is { ValueKind: JsonValueKind.Object } values
                && values.EnumerateObject().All(value => value.Value.ValueKind == JsonValueKind.String && value.Value.GetString() != "");
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static SimulatedChannel ChannelOf(string to) => to.Split(':')[0] switch
    {
        "whatsapp" => SimulatedChannel.WhatsApp,
        "rcs" => SimulatedChannel.Rcs,
        _ => SimulatedChannel.Sms,
    };

    private static SimulatedResponse Error(int status, int code, string message) => new(status, ErrorBody(status, code, message));

    private static object ErrorBody(int status, int code, string message) =>
        new { code, message, more_info = $"https://www.twilio.com/docs/errors/{code}", status };
}
