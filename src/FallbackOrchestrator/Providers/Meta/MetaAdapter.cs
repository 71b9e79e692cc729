using System.Net.Http.Headers;
using System.Text.Json;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>One WhatsApp number at Meta.</summary>
internal sealed class MetaAdapter(AccountSettings settings, MetaOptions options) : IChannelAdapter
{
    private readonly string _path = $"{options.GraphVersion}/{options.PhoneNumberId}/messages";
    private readonly AuthenticationHeaderValue _authorization = new("Bearer", options.AccessToken);
    private readonly ErrorTextRedactor _words = options.Redactor();
    private readonly MetaReceipts _receipts = new(options);

    public AdapterCapabilities Traits { get; } = new(SuccessStatus.Read, SupportsQuotes: true)
    {
        SignatureHeader = MetaWebhook.Signature,
        MaxWebhookBytes = MetaWebhook.MostBytes,
        AccountName = options.PhoneNumberId,
        SupportsDirectSend = true,
    };

    public HttpRequestMessage WriteCall(Handover handover) => new(HttpMethod.Post, settings.Address(MetaProvider.Host, _path))
    {
        Headers = { Authorization = _authorization },
        Content = JsonWire.Write(Written(handover), MetaJson.Default.MetaMessage),
    };

    public CallResult ReadResponse(ProviderResponse response)
    {
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        if (response.Status is >= 200 and < 300
            && read?.Objects("messages").Select(message => message.Id("id")).FirstOrDefault(id => id is not null) is { Length: > 0 } id)
            return new CallResult.Accepted(id);
        var error = read is null ? default : MetaError.In(read, "error", JsonValueKind.Object);
        return MetaErrors.Table.Refusal(response, error.Code, _words.Redact(error.Words));
    }

    // https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/mark-message-as-read
    public HttpRequestMessage WriteReadMark(string providerId) => new(HttpMethod.Post, settings.Address(MetaProvider.Host, _path))
    {
        Headers = { Authorization = _authorization },
        Content = JsonWire.Write(new MetaReadMark("whatsapp", "read", providerId), MetaJson.Default.MetaReadMark),
    };

    public ReceiptParseResult ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    public IReadOnlyList<AccountCheck> Checks(Uri receiptsTo) => new MetaChecks(settings, options).All(receiptsTo);

    private static MetaMessage Written(Handover handover)
    {
        var (msisdn, userId) = handover.Recipient;
        var directSend = DirectSend.Takes(handover.Body) ? handover.DirectSend : null;
        var message = new MetaMessage
        {
            MessagingProduct = "whatsapp",
            RecipientType = "individual",
            To = msisdn?.Digits,
            Recipient = msisdn is null ? userId ?? throw new InvalidOperationException("neither a number nor a WhatsApp user id") : null,
            Type = "",
            Category = directSend is null ? null : "utility",
            TtlSeconds = directSend?.TtlSeconds,
            Context = handover.Quoted is { } quoted ? new MetaContext(quoted) : null,
            BizOpaqueCallbackData = handover.Reference.ToString(),
        };
        return MetaContent.Write(message, handover.Body);
    }
}
