using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.TelegramGateway;

/// <summary>One account at Telegram Gateway.</summary>
internal sealed class TelegramAdapter(AccountSettings settings, TelegramOptions options) : IChannelAdapter
{
    private const string Credentials = "credentials";

    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromSeconds(3600);

    private readonly AuthenticationHeaderValue _authorization = new("Bearer", options.AccessToken);
    private readonly ErrorTextRedactor _words = options.Redactor();
    private readonly TelegramReceipts _receipts = new(options);

    public AdapterCapabilities Traits { get; } = new(SuccessStatus.Read)
    {
        SignatureHeader = TelegramReceipts.Signature,
        ShortestLifetime = ShortestLifetime,
        SupportsRecall = true,
        SupportsStatusQuery = true,
        Addressing = AccountAddressing.NumbersOnly,
    };

    public string? WhyNot(ContentBody body) => body is ContentBody.Text text
        ? OneTimeCode.WhyNot(text.Value) : "Telegram Gateway carries only a code";

    public ContentBody? Reduced(ContentBody body) =>
        body is ContentBody.Text text && OneTimeCode.In(text.Value) is { } code && code != text.Value ? new ContentBody.Text(code) : null;

    public string? Loss(ContentBody body) => Reduced(body) is ContentBody.Text code
        ? $"only the code of {code.Value.Length} digits is sent, in the channel's own words" : null;

    public HttpRequestMessage WriteCall(Handover handover) => Post(
        "sendVerificationMessage",
        new TelegramCode(
            handover.Recipient.Msisdn?.Value ?? throw new InvalidOperationException("Telegram Gateway takes numbers only"),
            (handover.Body is ContentBody.Text text ? OneTimeCode.In(text.Value) : null)
                ?? throw new NotSupportedException("Telegram Gateway takes a code only"),
            string.IsNullOrEmpty(options.SenderUsername) ? null : options.SenderUsername,
            handover.ReceiptsTo.AbsoluteUri,
            handover.Reference.ToString(),
            Seconds(handover.Lifetime)),
        TelegramJson.Default.TelegramCode);

    public CallResult ReadResponse(ProviderResponse response)
    {
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        return response.Status is >= 200 and < 300 && read?.Object("result") is { } result && result.Id("request_id") is { Length: > 0 } id
            ? new CallResult.Accepted(
                id, TelegramReceipts.StatusIn(result) is AttemptStatus.Sent or AttemptStatus.Delivered or AttemptStatus.Read
                    ? AttemptStatus.Sent : AttemptStatus.Accepted)
            : TelegramErrors.Refusal(response, read?.Text("error"), _words);
    }

    public HttpRequestMessage? WriteRecall(Recall recall) => recall.ProviderId is { } id
        ? Post("revokeVerificationMessage", new TelegramRequest(id), TelegramJson.Default.TelegramRequest)
        : null;

    // The response says that Telegram got the request, and not whether the code was still there to be removed: a report says that.
    public RecallResult ReadRecallResponse(ProviderResponse response)
    {
        var error = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first.Text("error") : null;
        return new RecallResult.Failed(response.Status is >= 200 and < 300 && error is null
            ? "Telegram has the request; a report says whether the code was withdrawn in time"
            : "Telegram refused the request");
    }

    public HttpRequestMessage WriteStatusQuery(StatusQuery query) =>
        Post("checkVerificationStatus", new TelegramRequest(query.ProviderId), TelegramJson.Default.TelegramRequest);

    public StatusQueryResult ReadStatus(StatusQuery query, ProviderResponse response)
    {
        if (response.Status is not (>= 200 and < 300))
            return StatusQueryResult.Failed.Of(response.Status);
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        if (read?.Text("error") is not null)
            return new StatusQueryResult.Failed("Telegram refused the request");
        return read?.Object("result") is { } result && result.Id("request_id") == query.ProviderId && TelegramReceipts.StatusIn(result) is { } status
            ? new StatusQueryResult.Found(
                status, TelegramReceipts.TimeIn(result), TelegramReceipts.ErrorOf(status), query.ProviderId)
            : StatusQueryResult.Failed.WithoutStatus;
    }

    public ReceiptParseResult ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    // A request that nobody made: the question costs nothing, and only a valid token gets to hear that there is no such request.
    public IReadOnlyList<AccountCheck> Checks(Uri receiptsTo) =>
    [
        new AccountCheck(
            Credentials, () => Post("checkVerificationStatus", new TelegramRequest("0"), TelegramJson.Default.TelegramRequest), TokenAccepted),
    ];

    private static AccountFinding TokenAccepted(ProviderResponse response)
    {
        var error = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first.Text("error") : null;
        return TelegramErrors.IsAboutToken(error) || response.Status == 401
            ? new AccountFinding(
                Credentials, AccountVerdict.Wrong, "Telegram does not accept the token", nameof(TelegramOptions.AccessToken))
            : error?.StartsWith("REQUEST_ID_", StringComparison.Ordinal) == true
                ? new AccountFinding(Credentials, AccountVerdict.Right, "Telegram accepts the token")
                : AccountFinding.Unclear(Credentials, response);
    }

    private HttpRequestMessage Post<T>(string method, T body, JsonTypeInfo<T> type) =>
        new(HttpMethod.Post, settings.Address(TelegramProvider.Host, method))
        {
            Headers = { Authorization = _authorization },
            Content = JsonWire.Write(body, type),
        };

    // If Telegram gives up before the window ends, the next step starts earlier; if it never did, the code might arrive twice.
    private static int? Seconds(TimeSpan? lifetime) => lifetime is not { } given || given < ShortestLifetime ? null
        : (int)(given < LongestLifetime ? given : LongestLifetime).TotalSeconds;
}
