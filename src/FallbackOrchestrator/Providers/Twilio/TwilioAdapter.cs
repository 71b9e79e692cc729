using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>One sender at Twilio, on one channel.</summary>
internal sealed class TwilioAdapter(AccountSettings settings, TwilioOptions options, ITwilioChannel channel) : IChannelAdapter
{
    private const string Credentials = "credentials";

    private readonly string _path = $"2010-04-01/Accounts/{options.AccountSid}/Messages.json";

    private readonly AuthenticationHeaderValue _authorization =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AccountSid}:{options.AuthToken}")));

    private readonly ErrorTextRedactor _words = options.Redactor();
    private readonly TwilioReceipts _receipts = new(options, channel.Errors, settings.Channel);

    public AdapterCapabilities Traits { get; } = new(channel.Best)
    {
        SignatureHeader = TwilioSignature.Header,
        ShortestLifetime = channel.Lifetimes?.ShortestLifetime,
        Addressing = AccountAddressing.NumbersOnly,
        SupportsStatusQuery = true,
    };

    public string? WhyNot(ContentBody body) => channel.WhyNot(body);

    public string? Loss(ContentBody body) => channel.Loss(body);

    public HttpRequestMessage WriteCall(Handover handover) => new(HttpMethod.Post, settings.Address(TwilioProvider.Host, _path))
    {
        Headers = { Authorization = _authorization },
        Content = new FormUrlEncodedContent(
        [
            new("To", channel.AddressOf(
                handover.Recipient.Msisdn?.Value ?? throw new InvalidOperationException("Twilio takes numbers only"))),
            Sender(handover),
            .. channel.Write(handover.Body),
            .. Lifetime(handover.Lifetime),
            new("StatusCallback", TwilioCallback.Address(handover.ReceiptsTo, handover.Reference)),
        ]),
    };

    public CallResult ReadResponse(ProviderResponse response)
    {
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        return response.Status is >= 200 and < 300 && read?.Id("sid") is { Length: > 0 } sid
            ? Taken(sid, read)
            : channel.Errors.Refusal(response, read?.Whole("code"), _words.Redact(read?.Text("message")));
    }

    // https://www.twilio.com/docs/messaging/api/message-resource#fetch-a-message-resource
    public HttpRequestMessage WriteStatusQuery(StatusQuery query) => new(
        HttpMethod.Get,
        settings.Address(
            TwilioProvider.Host, $"2010-04-01/Accounts/{options.AccountSid}/Messages/{Uri.EscapeDataString(query.ProviderId)}.json"))
    {
        Headers = { Authorization = _authorization },
    };

    public StatusQueryResult ReadStatus(StatusQuery query, ProviderResponse response)
    {
        if (response.Status is not (>= 200 and < 300))
            return StatusQueryResult.Failed.Of(response.Status);
        if (WireObject.Read(response.Body, response.Unexpected) is not [var message, ..]
            || message.Id("sid") != query.ProviderId
            || !TwilioStatuses.All.TryGetValue(message.Text("status")?.Trim() ?? "", out var reported))
            return StatusQueryResult.Failed.WithoutStatus;
        if (!StatusLadder.IsFailure(reported))
            return new StatusQueryResult.Found(reported, At: null, Error: null, query.ProviderId);
        var (status, error) = _receipts.Failure(reported, message.Whole("error_code"), message.Text("error_message"));
        return new StatusQueryResult.Found(status, At: null, error, query.ProviderId);
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
            channel.Errors.Failure(code, _words.Redact(response.Text("error_message"))), channel.Errors.AboutOf(code));
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

    private KeyValuePair<string, string> Sender(Handover handover) => channel.SenderOf(handover) is { Length: > 0 } from
        ? new("From", SenderId.WithPlus(from))
        : new("MessagingServiceSid", options.MessagingServiceSid!);

    private IEnumerable<KeyValuePair<string, string>> Lifetime(TimeSpan? lifetime) =>
        channel.Lifetimes?.Seconds(lifetime) is { } seconds
            ? [new("ValidityPeriod", seconds.ToString(CultureInfo.InvariantCulture))]
            : [];
}
