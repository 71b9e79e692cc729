using System.Globalization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>
/// One RCS agent (https://developers.google.com/business-communications/rcs-business-messaging/reference/rest/v1/phones.agentMessages).
/// </summary>
internal sealed class GoogleAdapter(AccountSettings settings, GoogleOptions options) : IChannelAdapter
{
    // Google has no shortest lifetime; below this one, it advises, an event of the end may cross with one of the delivery.
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(15);

    private readonly GoogleReceipts _receipts = new(options);
    private readonly ErrorTextRedactor _words = options.Redactor();

    public AdapterCapabilities Traits { get; } = new(SuccessStatus.Read, SupportsIdempotencyKey: true)
    {
        // No SignatureHeader: the request that sets the webhook up has no signature, but the client token in its body.
        MaxWebhookBytes = 256 * 1024, // What people write arrives here too. If it were refused, Google would hold back all that follows.
        ShortestLifetime = ShortestLifetime,
        SupportsRecall = true,
        AccountName = options.Agent,
    };

    public AccessTokenGrant AccessTokens { get; } = GoogleTokens.Of(settings, options);

    public HttpRequestMessage WriteCall(Handover handover)
    {
        var path = $"{PathOf(handover.Recipient)}?messageId={GoogleMessageId.Of(handover.Reference)}&agentId={options.AgentId}";
        var message = new GoogleMessage(GoogleContent.Write(handover.Body), options.TrafficType, Ttl(handover.Lifetime));
        return new HttpRequestMessage(HttpMethod.Post, settings.Address(GoogleProvider.Host, path))
        {
            Content = JsonWire.Write(message, GoogleJson.Default.GoogleMessage),
        };
    }

    // The acceptance is Sent: Google has the message for the person, and reports nothing between this and the delivery.
    public CallResult ReadResponse(ProviderResponse response)
    {
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        return response.Status is >= 200 and < 300 && IdIn(read?.Id("name")) is { Length: > 0 } id
            ? new CallResult.Accepted(id, AttemptStatus.Sent)
            : GoogleErrors.Refusal(response, read, _words);
    }

    public HttpRequestMessage WriteRecall(Recall recall)
    {
        var path = $"{PathOf(recall.Recipient)}/{GoogleMessageId.Of(recall.Reference)}?agentId={options.AgentId}";
        return new HttpRequestMessage(HttpMethod.Delete, settings.Address(GoogleProvider.Host, path));
    }

    // 404: it was delivered. A number without RCS has the same response, but such an attempt failed before and is not recalled.
    public RecallResult ReadRecallResponse(ProviderResponse response) => response.Status switch
    {
        >= 200 and < 300 => new RecallResult.Recalled(),
        404 => new RecallResult.AlreadyDelivered(),
        _ => new RecallResult.Failed($"HTTP {response.Status}"),
    };

    public ReceiptParseResult ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    public IReadOnlyList<AccountCheck> Checks(Uri receiptsTo) => [GoogleChecks.OfAgent(settings, options)];

    private static string PathOf(Recipient recipient) =>
        $"v1/phones/{recipient.Msisdn?.Value ?? throw new InvalidOperationException("RCS takes numbers only")}/agentMessages";

    // "phones/+447700900123/agentMessages/3f7c9f2e-…": only the end is the message's id.
    private static string? IdIn(string? name) => name?[(name.LastIndexOf('/') + 1)..];

    private static string? Ttl(TimeSpan? lifetime) => lifetime < ShortestLifetime || lifetime is not { } given ? null
        : string.Create(CultureInfo.InvariantCulture, $"{(int)(given < LongestLifetime ? given : LongestLifetime).TotalSeconds}s");
}
