using System.Net.Http.Headers;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>One Messaging API channel of a LINE Official Account.</summary>
internal sealed class LineAdapter(AccountSettings settings, LineOptions options, ILineChannel channel) : IChannelAdapter
{
    private readonly AuthenticationHeaderValue _authorization = new("Bearer", options.AccessToken);
    private readonly ErrorTextRedactor _words = options.Redactor();
    private readonly LineReceipts _receipts = new(options);

    public AdapterCapabilities Traits { get; } = channel.Traits with
    {
        SignatureHeader = LineReceipts.Signature,
        MaxWebhookBytes = 1024 * 1024, // Messages of people come here, too, several in one request.
        AccountName = LineReceipts.NameOf(options),
    };

    public HttpRequestMessage WriteCall(Handover handover)
    {
        var request = channel.Write(handover, path => settings.Address(LineProvider.Host, path));
        request.Headers.Authorization = _authorization;
        return request;
    }

    public CallResult ReadResponse(ProviderResponse response)
    {
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        return (CallResult?)channel.Acceptance(response.Status, read, response.Body.IsEmpty) ?? LineErrors.Refusal(response, read, _words);
    }

    public ReceiptParseResult ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    public IReadOnlyList<AccountCheck> Checks(Uri receiptsTo) => new LineChecks(settings, _authorization).All(receiptsTo);
}
