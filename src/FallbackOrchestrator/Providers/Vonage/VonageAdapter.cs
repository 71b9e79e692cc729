using System.Net.Http.Headers;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>One sender at Vonage, on one channel.</summary>
internal sealed class VonageAdapter(AccountSettings settings, VonageOptions options, IVonageChannel channel) : IChannelAdapter
{
    private const string Credentials = "credentials";

    private readonly AuthenticationHeaderValue _authorization =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ApiKey}:{options.ApiSecret}")));

    private readonly ErrorTextRedactor _words = options.Redactor();
    private readonly VonageReceipts _receipts = new(options, channel.Errors, settings.Channel);

    public AdapterCapabilities Traits { get; } = new(channel.Best, SupportsQuotes: channel.CanQuote)
    {
        SignatureHeader = "Authorization",
        ShortestLifetime = channel.Lifetimes?.ShortestLifetime,
        SupportsRecall = channel.CanRevoke,
        SupportsStatusQuery = true,
        Addressing = channel.Addressing,
    };

    public HttpRequestMessage WriteCall(Handover handover) => new(HttpMethod.Post, settings.Address(VonageProvider.Host, "v1/messages"))
    {
        Headers = { Authorization = _authorization },
        Content = JsonWire.Write(channel.Write(Addressed(handover), handover), VonageJson.Default.VonageMessage),
    };

    public CallResult ReadResponse(ProviderResponse response)
    {
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        if (response.Status is >= 200 and < 300 && read?.Id("message_uuid") is { Length: > 0 } id)
            return new CallResult.Accepted(id);
        var error = read is null ? default : VonageErrors.Read(read);
        var refusal = channel.Errors.Refusal(response, error.Code, _words.Redact(error.Words));
        return refusal is CallResult.Rejected rejected && error.Code is null && VonageErrors.SpeakOfAccount.Contains(error.Kind ?? "")
            ? new CallResult.Rejected(Funds(rejected.Error, error.Kind), ErrorSubject.Account)
            : refusal;
    }

    // https://developer.vonage.com/en/messages/guides/rcs/rcs-message-revocation
    public HttpRequestMessage? WriteRecall(Recall recall) => recall.ProviderId is not { } id ? null
        : new(HttpMethod.Patch, settings.Address(VonageProvider.Host, $"v1/messages/{Uri.EscapeDataString(id)}"))
        {
            Headers = { Authorization = _authorization },
            Content = JsonWire.Write(new VonageUpdate("revoked"), VonageJson.Default.VonageUpdate),
        };

    // Vonage does not say whether a message that it was to revoke was delivered before.
    public RecallResult ReadRecallResponse(ProviderResponse response) => new RecallResult.Failed(response.Status is >= 200 and < 300
        ? "Vonage took the request, and does not say whether the message is withdrawn"
        : $"HTTP {response.Status}");

    // The Reports API: https://developer.vonage.com/en/reports/code-snippets/get-records-by-uuid
    public HttpRequestMessage WriteStatusQuery(StatusQuery query) => new(
        HttpMethod.Get,
        settings.Address(
            VonageProvider.Host,
            $"v2/reports/records?account_id={Uri.EscapeDataString(options.ApiKey)}&product=MESSAGES&direction=outbound"
                + $"&id={Uri.EscapeDataString(query.ProviderId)}"))
    {
        Headers = { Authorization = _authorization },
    };

    public StatusQueryResult ReadStatus(StatusQuery query, ProviderResponse response)
    {
        if (response.Status is not (>= 200 and < 300))
            return StatusQueryResult.Failed.Of(response.Status);
        if (WireObject.Read(response.Body, response.Unexpected) is not [var report, ..])
            return StatusQueryResult.Failed.WithoutStatus;
        return report.Objects("records").FirstOrDefault(
            record => record.Id("message_id") == query.ProviderId || record.Id("message_uuid") == query.ProviderId) is { } record
            ? _receipts.ReadRecord(record, query.ProviderId) ?? (StatusQueryResult)StatusQueryResult.Failed.WithoutStatus
            : new StatusQueryResult.Failed("the provider has no record of the message yet");
    }

    // https://developer.vonage.com/en/messages/concepts/whatsapp; only the hosts of a region take it.
    public HttpRequestMessage? WriteReadMark(string providerId) => !channel.CanMarkRead ? null
        : new(HttpMethod.Patch, settings.Address(VonageProvider.Host, $"v1/messages/{Uri.EscapeDataString(providerId)}"))
        {
            Headers = { Authorization = _authorization },
            Content = JsonWire.Write(new VonageUpdate("read"), VonageJson.Default.VonageUpdate),
        };

    public ReceiptParseResult ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    // Vonage's calls of other APIs take the key and the secret too, but are not on its regional hosts.
    public IReadOnlyList<AccountCheck> Checks(Uri receiptsTo) => [new AccountCheck(Credentials, AskForApplications, ReadApplications)];

    private HttpRequestMessage AskForApplications() =>
        new(HttpMethod.Get, settings.Address(VonageProvider.Host, "v2/applications?page_size=1"))
        {
            Headers = { Authorization = _authorization },
        };

    private static AccountFinding ReadApplications(ProviderResponse response) => response.Status switch
    {
        200 => new AccountFinding(Credentials, AccountVerdict.Right, "Vonage accepts the key and the secret"),
        401 or 403 => new AccountFinding(
            Credentials, AccountVerdict.Wrong, "Vonage does not accept the key and the secret", nameof(VonageOptions.ApiSecret)),
        _ => AccountFinding.Unclear(Credentials, response),
    };

    private static AttemptError Funds(AttemptError error, string? kind) =>
        VonageErrors.LowBalance.Equals(kind, StringComparison.OrdinalIgnoreCase)
            ? new AttemptError(ErrorClass.Configuration, ErrorCodes.NoCredit, error.ProviderCode, error.Text)
            : error;

    private VonageMessage Addressed(Handover handover) => new(
        Channel: "",
        MessageType: "",
        To: channel.AddressOf(handover.Recipient) ?? throw new InvalidOperationException("no address on this channel"),
        From: "",
        Text: null,
        ClientRef: handover.Reference.ToString(),
        WebhookUrl: handover.ReceiptsTo.AbsoluteUri,
        WebhookVersion: "v1")
    {
        TrustedRecipient = options.TrustedRecipient ? true : null,
    };
}
