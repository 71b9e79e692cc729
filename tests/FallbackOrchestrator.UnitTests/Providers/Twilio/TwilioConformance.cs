using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Twilio;
using FallbackOrchestrator.UnitTests.Channels;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Providers.Twilio;

public sealed class TwilioSmsConformance : TwilioConformance
{
    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.Sms.Name;
}

public sealed class TwilioWhatsAppConformance : TwilioConformance
{
    public override ChannelName Channel => FallbackOrchestrator.Messages.Channel.WhatsApp.Name;
}

public abstract class TwilioConformance : ChannelAdapterConformance
{
    private const string Url = "https://us.example/webhooks/twilio/main";

    internal static readonly Dictionary<string, string?> Account = new()
    {
        ["AccountSid"] = "AC00000000000000000000000000000001",
        ["AuthToken"] = "auth-token-1",
        ["PreviousAuthToken"] = "auth-token-0",
        ["From"] = "+15005550006",
    };

    public override IProvider Provider { get; } = new TwilioProvider();

    protected override string StatusOf(string providerId) => $$"""{"sid":"{{providerId}}","status":"delivered"}""";

    protected override IReadOnlyDictionary<string, string?> Settings => Account;

    protected override IReadOnlyList<string> Secrets => ["auth-token-1", "auth-token-0"];

    protected override string Secret => "auth-token-1";

    protected override string PreviousSecret => "auth-token-0";

    protected override (string Name, int Start) SignatureHeader => ("X-Twilio-Signature", 0);

    protected override (string Delivered, string Failed) StatusWords => ("delivered", "undelivered");

    protected override (int Status, string Body) Accepting(string providerId) =>
        (201, $$"""{"sid":"{{providerId}}","status":"queued","error_code":null,"error_message":null,"num_segments":"1"}""");

    protected override (int Status, string Body) Refusing(string reason) =>
        (400, new JsonObject { ["code"] = 21617, ["message"] = reason, ["status"] = 400 }.ToJsonString());

    protected override ReceiptRequest Webhook(string secret, string body) => Signed(secret, body);

    protected override ReceiptRequest Webhook(string secret, params Reported[] statuses)
    {
        var reported = statuses.Single();
        var fields = new List<string> { $"MessageStatus={reported.Status}", $"MessageSid={reported.ProviderId}", "To=%2B447700900123" };
        if (reported.Words is { } reason)
            fields.AddRange(["ErrorCode=30003", $"ErrorMessage={Uri.EscapeDataString(reason)}"]);
        return Signed(secret, string.Join('&', fields), reported.Reference is { } reference ? $"{Url}?ref={reference}" : Url);
    }

    protected override IEnumerable<string> OtherEvents =>
    [
        "MessageSid=SM1&SmsStatus=received&Body=STOP&From=%2B447700900123",
        "MessageSid=SM1&MessageStatus=receiving",
        "",
    ];

    protected override string GenuineReceipt(Reported reported)
    {
        var genuine = $"SmsSid={reported.ProviderId}&SmsStatus={reported.Status}&MessageStatus={reported.Status}&To=%2B447700900123"
            + $"&MessageSid={reported.ProviderId}&AccountSid=AC00000000000000000000000000000001&From=%2B15005550006&ApiVersion=2010-04-01&RawDlrDoneDate=2611231005"
            + "&ChannelPrefix=whatsapp&ChannelToAddress=%2B447700900123&ChannelInstallSid=XE1&StructuredMessage=false";
        return reported.Status == StatusWords.Failed
            ? $"{genuine}&ErrorCode=30003&ErrorMessage={Uri.EscapeDataString(reported.Words ?? "")}" : genuine;
    }

    protected override IReadOnlyCollection<string> DecidingInReceipts { get; } = ["MessageSid", "SmsSid", "MessageStatus", "SmsStatus"];

    protected override IEnumerable<(string What, string Body)> OddReceipts(string genuine) => FormVariants.Of(genuine, DecidingInReceipts);

    // The address carries the reference, and is signed.
    protected override ReceiptRequest ReferringTo(AttemptReference reference, ReceiptRequest request, string body) =>
        Signed(Secret, body, $"{Url}?ref={reference}");

    protected override (int Status, string Body) GenuineAcceptance(string providerId) => (201,
        $$"""
        {"account_sid":"AC00000000000000000000000000000001","api_version":"2010-04-01","body":"Hi","date_created":"Mon, 23 Nov 2026 10:00:00 +0000",
         "date_sent":null,"direction":"outbound-api","error_code":null,"error_message":null,"from":"+15005550006","num_media":"0","num_segments":"1",
         "price":null,"price_unit":"USD","sid":"{{providerId}}","status":"queued","subresource_uris":{"media":"/2010-04-01"},"to":"+447700900123","uri":"/2010-04-01"}
        """);

    protected override string IdInResponses => "sid";

    protected override (int Status, string Body) GenuineRefusal =>
        (400, """{"code":21610,"message":"Attempt to send to unsubscribed recipient","more_info":"https://www.twilio.com/docs/errors/21610","status":400}""");

    protected override IReadOnlyCollection<string> CodeInResponses { get; } = ["code"];

    internal static ReceiptRequest Signed(string secret, string form, string url = Url)
    {
        // The form is taken apart by other means than the adapter's, so that a mistake in those shows.
        var parameters = form.Split('&')
            .Where(field => field.Length > 0)
            .Select(field => field.Split('=', 2))
            .Select(field => KeyValuePair.Create(Decoded(field[0]), field.Length == 2 ? Decoded(field[1]) : ""))
            .Distinct()
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .ThenBy(field => field.Value, StringComparer.Ordinal);
        var text = url + string.Concat(parameters.Select(field => field.Key + field.Value));
#pragma warning disable CA5350 // It is what Twilio signs with.
        var signature = HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
        return Request(Convert.ToBase64String(signature), form, url);
    }

    internal static ReceiptRequest Request(string? signature, string body, string url) => new(
        "POST", new Uri(url), name => name == "X-Twilio-Signature" ? signature : null, Encoding.UTF8.GetBytes(body), A.Time);

    private static string Decoded(string text) => System.Net.WebUtility.UrlDecode(text);
}
