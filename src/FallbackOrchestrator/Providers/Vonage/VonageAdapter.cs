using System.Net.Http.Headers;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>One sender at Vonage, on one channel.</summary>
internal sealed class VonageAdapter(AccountSettings settings, VonageOptions options, IVonageChannel channel) : IChannelAdapter
{
    private readonly AuthenticationHeaderValue _authorization =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ApiKey}:{options.ApiSecret}")));

    private readonly ProviderWords _words = options.Words();
    private readonly VonageReceipts _receipts = new(options, channel.Errors);

    public AdapterTraits Traits { get; } = new(channel.Best);

    public HttpRequestMessage WriteCall(Handover handover) => new(HttpMethod.Post, settings.Address(VonageProvider.Host, "v1/messages"))
    {
        Headers = { Authorization = _authorization },
        Content = JsonWire.Write(channel.Write(Addressed(handover), handover.Body, handover.Sms), VonageJson.Default.VonageMessage),
    };

    public CallResult ReadAnswer(ProviderAnswer answer)
    {
        var read = JsonWire.Read(answer.Body, VonageJson.Default.VonageAnswer);
        return answer.Status is >= 200 and < 300 && read is { MessageUuid.Length: > 0 }
            ? new CallResult.Accepted(read.MessageUuid)
            : channel.Errors.Refusal(answer, VonageErrors.Code(read?.Type, read?.Title), _words.Fit(read?.Detail ?? read?.Title));
    }

    public ReceiptReading ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    private static VonageMessage Addressed(Handover handover) => new(
        Channel: "",
        MessageType: "",
        To: handover.Recipient.Msisdn?.Digits ?? throw new InvalidOperationException("Vonage takes numbers only"),
        From: "",
        Text: null,
        ClientRef: handover.Reference.ToString(),
        WebhookUrl: handover.ReceiptsTo.AbsoluteUri,
        WebhookVersion: "v1");
}
