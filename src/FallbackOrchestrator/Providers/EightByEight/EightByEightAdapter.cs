using System.Globalization;
using System.Net.Http.Headers;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.EightByEight;

/// <summary>One subaccount of 8x8's SMS API.</summary>
internal sealed class EightByEightAdapter(AccountSettings settings, EightByEightOptions options) : IChannelAdapter
{
    private const string Credentials = "credentials";
    private const string Rejected = "REJECTED";

    // 8x8 takes the time at which a lifetime ends, and names no shortest one. If it were shorter than clocks differ, it might have ended
    // before it began, and 8x8 would refuse the call.
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(30);

    // 8x8 waits for an operator's receipt for as long.
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(48);

    private readonly string _messages = $"api/v1/subaccounts/{Uri.EscapeDataString(options.SubAccountId)}/messages";
    private readonly AuthenticationHeaderValue _authorization = new("Bearer", options.ApiToken);
    private readonly SignedAddress _address = new(options.ReceiptSecret, options.PreviousReceiptSecret);
    private readonly ErrorTextRedactor _words = options.Redactor();
    private readonly EightByEightReceipts _receipts = new(options);

    public AdapterCapabilities Traits { get; } = new(SuccessStatus.Delivered)
    {
        ShortestLifetime = ShortestLifetime,
        SupportsStatusQuery = true,
    };

    public HttpRequestMessage WriteCall(Handover handover)
    {
        var text = handover.Body is ContentBody.Text words ? words.Value : throw new NotSupportedException(
            $"no way to write {handover.Body.Kind}");
        var request = Call(HttpMethod.Post, _messages);
        request.Content = JsonWire.Write(
            new EightByEightSms(
                handover.Recipient.Msisdn?.Value ?? throw new InvalidOperationException("8x8's SMS API takes numbers only"),
                (handover.Sms?.Source ?? options.From) is { Length: > 0 } source ? SenderId.WithPlus(source) : null,
                text,
                SmsText.Of(text, handover.Sms?.Encoding ?? SmsEncoding.Auto).Encoding == SmsEncoding.Gsm7 ? "GSM7" : "UCS2",
                handover.Reference.ToString(),
                Expiry(handover),
                _address.Of(handover.ReceiptsTo, handover.Reference)),
            EightByEightJson.Default.EightByEightSms);
        return request;
    }

    // An SMS may be refused in a 200, too.
    public CallResult ReadResponse(ProviderResponse response)
    {
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        if (response.Status is not (>= 200 and < 300) || read?.Id("umid") is not { Length: > 0 } umid)
            return EightByEightErrors.Calls.Refusal(response, read?.Whole("code"), _words.Redact(read?.Text("message")));
        var status = read.Object("status");
        return status?.Text("code")?.Trim().Equals(Rejected, StringComparison.OrdinalIgnoreCase) == true
            ? new CallResult.Rejected(AttemptError.Of(ErrorClass.Other, Rejected, _words.Redact(status.Text("description"))))
            : new CallResult.Accepted(umid);
    }

    public ReceiptParseResult ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    public HttpRequestMessage WriteStatusQuery(StatusQuery query) =>
        Call(HttpMethod.Get, $"{_messages}/{Uri.EscapeDataString(query.ProviderId)}");

    public StatusQueryResult ReadStatus(StatusQuery query, ProviderResponse response)
    {
        if (response.Status is not (>= 200 and < 300))
            return StatusQueryResult.Failed.Of(response.Status);
        if (WireObject.Read(response.Body, response.Unexpected) is not [var message, ..] || message.Id("umid") != query.ProviderId
            || message.Object("status") is not { } said || EightByEightStatuses.StatusOf(said) is not { } reported)
            return StatusQueryResult.Failed.WithoutStatus;
        var (status, error) = _receipts.Meaning(reported, said);
        return new StatusQueryResult.Found(status, said.Time("timestamp"), error, query.ProviderId);
    }

    // A message that nobody sent: only a valid key gets to hear that there is no such message.
    public IReadOnlyList<AccountCheck> Checks(Uri receiptsTo) =>
        [new AccountCheck(Credentials, () => Call(HttpMethod.Get, $"{_messages}/{Guid.Empty}"), KeyAccepted)];

    private static AccountFinding KeyAccepted(ProviderResponse response) => response.Status switch
    {
        200 or 404 => new AccountFinding(Credentials, AccountVerdict.Right, "8x8 accepts the API key for this subaccount"),
        401 or 403 => new AccountFinding(
            Credentials, AccountVerdict.Wrong,
            "8x8 does not accept the API key for this subaccount; a key of another region is not accepted either (BaseAddress)",
            nameof(EightByEightOptions.ApiToken)),
        _ => AccountFinding.Unclear(Credentials, response),
    };

    private HttpRequestMessage Call(HttpMethod method, string path) =>
        new(method, settings.Address(EightByEightProvider.Host, path)) { Headers = { Authorization = _authorization } };

    private static string? Expiry(Handover handover) => handover.Lifetime is not { } lifetime || lifetime < ShortestLifetime ? null
        : (handover.WrittenAt + (lifetime < LongestLifetime ? lifetime : LongestLifetime)).UtcDateTime
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
