using System.Net.Http.Headers;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// One SMS sender at Twilio. Twilio chooses the alphabet itself, by the same rule as <see cref="SmsText"/>, so its API has no field for
/// <see cref="SmsSettings.Encoding"/>.
/// </summary>
internal sealed class TwilioAdapter(AccountSettings settings, TwilioOptions options) : IChannelAdapter
{
    private const string Credentials = "credentials";

    private readonly string _path = $"2010-04-01/Accounts/{options.AccountSid}/Messages.json";

    private readonly AuthenticationHeaderValue _authorization =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AccountSid}:{options.AuthToken}")));

    private readonly ErrorTextRedactor _words = options.Redactor();
    private readonly TwilioReceipts _receipts = new(options);

    public AdapterCapabilities Traits { get; } = new(SuccessStatus.Delivered) { SignatureHeader = TwilioSignature.Header };

    public HttpRequestMessage WriteCall(Handover handover) => new(HttpMethod.Post, settings.Address(TwilioProvider.Host, _path))
    {
        Headers = { Authorization = _authorization },
        Content = new FormUrlEncodedContent(
        [
            new("To", handover.Recipient.Msisdn?.Value ?? throw new InvalidOperationException("Twilio takes numbers only")),
            Sender(handover.Sms),
            .. Body(handover.Body),
            new("StatusCallback", TwilioCallback.Address(handover.ReceiptsTo, handover.Reference)),
        ]),
    };

    public CallResult ReadResponse(ProviderResponse response)
    {
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        return response.Status is >= 200 and < 300 && read?.Id("sid") is { Length: > 0 } sid
            ? Taken(sid, read)
            : TwilioErrors.Table.Refusal(response, read?.Whole("code"), _words.Redact(read?.Text("message")));
    }

    public ReceiptParseResult ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    public IReadOnlyList<AccountCheck> Checks(Uri receiptsTo) => [new AccountCheck(Credentials, AskForAccount, ReadAccount)];

    // No receipt repeats the status of the response, so it must be used here.
    private CallResult Taken(string sid, WireObject response)
    {
        var reported = TwilioStatuses.All.GetValueOrDefault(response.Text("status")?.Trim() ?? "", AttemptStatus.Accepted);
        if (!StatusLadder.IsFailure(reported))
            return new CallResult.Accepted(sid, reported == AttemptStatus.Accepted ? AttemptStatus.Accepted : AttemptStatus.Sent);
        var code = response.Whole("error_code");
        return new CallResult.Rejected(
            TwilioErrors.Table.Failure(code, _words.Redact(response.Text("error_message"))), TwilioErrors.Table.AboutOf(code));
    }

    // The response also contains the token.
    private HttpRequestMessage AskForAccount() =>
        new(HttpMethod.Get, settings.Address(TwilioProvider.Host, $"2010-04-01/Accounts/{options.AccountSid}.json"))
        {
            Headers = { Authorization = _authorization },
        };

    private static AccountFinding ReadAccount(ProviderResponse response) => response.Status switch
    {
        200 => (WireObject.Read(response.Body, response.Unexpected) is [var account, ..] ? account.Text("status") : null) switch
        {
            "active" => new AccountFinding(Credentials, AccountVerdict.Right, "the account accepts the token, and is active"),
            "suspended" or "closed" => new AccountFinding(
                Credentials, AccountVerdict.Wrong, "the account accepts the token, but is suspended or closed: look at Twilio's console"),
            _ => AccountFinding.Unclear(Credentials, response),
        },
        401 or 403 => new AccountFinding(
            Credentials, AccountVerdict.Wrong, "Twilio does not accept the token for this account", nameof(TwilioOptions.AuthToken)),
        404 => new AccountFinding(Credentials, AccountVerdict.Wrong, "there is no such account", nameof(TwilioOptions.AccountSid)),
        _ => AccountFinding.Unclear(Credentials, response),
    };

    private KeyValuePair<string, string> Sender(SmsSettings? sms) => (sms?.Source ?? options.From) is { Length: > 0 } from
        ? new("From", SenderId.WithPlus(from))
        : new("MessagingServiceSid", options.MessagingServiceSid!);

    private static IEnumerable<KeyValuePair<string, string>> Body(ContentBody body) => body switch
    {
        ContentBody.Text text => [new("Body", text.Value)],
        _ => throw new NotSupportedException($"no way to write {body.GetType().Name}"),
    };
}
