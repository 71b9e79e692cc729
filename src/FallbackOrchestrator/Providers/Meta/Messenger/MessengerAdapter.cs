using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Meta.Messenger;

/// <summary>
/// One Facebook Page, or the Instagram account that is linked to it. Both send by the same call. Meta reports nothing between its
/// acceptance and the delivery, so its acceptance is Sent.
/// </summary>
internal sealed class MessengerAdapter(AccountSettings settings, MessengerOptions options) : IChannelAdapter
{
    /// <summary>The most bytes of a text on Instagram, in UTF-8.</summary>
    private const int LongestOnInstagram = 1000;

    private const string WithinTheDay = "UPDATE";
    private const string Tagged = "MESSAGE_TAG";

    private readonly bool _onInstagram = settings.Channel == Channel.Instagram.Name;
    private readonly AuthenticationHeaderValue _authorization = new("Bearer", options.AccessToken);
    private readonly ErrorTextRedactor _words = options.Redactor();
    private readonly MessengerReceipts _receipts = new(options);

    // Messenger reports that everything up to a moment was read, and names no message; so only Instagram's Read can be heard.
    public AdapterCapabilities Traits { get; } =
        new(settings.Channel == Channel.Instagram.Name ? SuccessStatus.Read : SuccessStatus.Delivered)
        {
            SignatureHeader = MetaWebhook.Signature,
            MaxWebhookBytes = MetaWebhook.MostBytes,
            AccountName = settings.Channel == Channel.Instagram.Name ? options.InstagramAccountId : options.PageId,
        };

    public HttpRequestMessage WriteCall(Handover handover) => new(
        HttpMethod.Post, settings.Address(MetaProvider.Host, $"{options.GraphVersion}/{options.PageId}/messages"))
    {
        Headers = { Authorization = _authorization },
        Content = JsonWire.Write(
            new MessengerCall(
                new MessengerRecipient(
                    handover.Recipient.ChannelUserId ?? throw new InvalidOperationException("Meta takes scoped user ids only")),
                options.MessageTag is null ? WithinTheDay : Tagged,
                MessengerMessage.Of(handover.Body, handover.Reference.ToString()),
                options.MessageTag),
            MessengerJson.Default.MessengerCall),
    };

    public string? WhyNot(ContentBody body) =>
        _onInstagram && body is ContentBody.Text text && Encoding.UTF8.GetByteCount(text.Value) > LongestOnInstagram
            ? $"the text is longer than Instagram's {LongestOnInstagram} bytes in UTF-8"
            : null;

    public CallResult ReadResponse(ProviderResponse response)
    {
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        if (response.Status is >= 200 and < 300 && read?.Id("message_id") is { Length: > 0 } id)
            return new CallResult.Accepted(id, AttemptStatus.Sent);
        var error = read is null ? default : MetaError.In(read, "error", JsonValueKind.Object);
        return MessengerErrors.Table.Refusal(response, MessengerErrors.CodeOf(error), _words.Redact(error.Words));
    }

    public ReceiptParseResult ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    public IReadOnlyList<AccountCheck> Checks(Uri receiptsTo) => new MessengerChecks(settings, options).All(receiptsTo);
}
