using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Viber;

/// <summary>
/// One Viber bot. Viber reports nothing between its acceptance and the delivery, so its acceptance is Sent. Every response is a 200 with a
/// status of its own.
/// </summary>
internal sealed class ViberAdapter(AccountSettings settings, ViberOptions options) : IChannelAdapter
{
    private const int LongestDescription = 512;
    private const int MostMegabytes = 26;

    private readonly ViberSender _sender =
        new(options.SenderName, string.IsNullOrEmpty(options.SenderAvatar) ? null : options.SenderAvatar);

    private readonly ErrorTextRedactor _words = options.Redactor();
    private readonly ViberReceipts _receipts = new(options);

    public AdapterCapabilities Traits { get; } = new(SuccessStatus.Read)
    {
        SignatureHeader = ViberReceipts.Signature,
        Addressing = AccountAddressing.UserIdsOnly,
    };

    public HttpRequestMessage WriteCall(Handover handover)
    {
        var request = Post("pa/send_message");
        request.Content = JsonWire.Write(
            ViberMessage.Of(
                handover.Body,
                handover.Recipient.ChannelUserId ?? throw new InvalidOperationException("a Viber bot takes its subscribers' ids only"),
                _sender,
                handover.Reference.ToString()),
            ViberJson.Default.ViberMessage);
        return request;
    }

    public string? WhyNot(ContentBody body) => body switch
    {
        ContentBody.File => "a Viber bot sends a file only with its size, which a message here does not have",
        ContentBody.Video { Bytes: null } => "a Viber bot sends a video only with its video.filesize",
        ContentBody.Video { Bytes: > MostMegabytes * (long)VideoLimits.Megabyte } =>
            $"the video is larger than the {MostMegabytes} MB that a Viber bot sends",
        ContentBody.Image { Caption.Length: > LongestDescription }
            or ContentBody.Buttons { Picture: not null, Value.Length: > LongestDescription } =>
            $"the text is longer than the {LongestDescription} characters that a Viber bot shows below a picture",
        _ => null,
    };

    public string? Loss(ContentBody body) => body is ContentBody.Video { Caption: not null }
        ? "a Viber bot shows no text with a video, so content.text is not sent"
        : null;

    public CallResult ReadResponse(ProviderResponse response)
    {
        var read = WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
        var status = read?.Whole("status");
        if (response.Status is >= 200 and < 300 && status is null or 0 && read?.Has("message_token") == true
            && read.Text("message_token") is { Length: > 0 } token)
        {
            return new CallResult.Accepted(token, AttemptStatus.Sent);
        }
        return ViberErrors.Refusal(response, status == 0 ? null : status, _words.Redact(read?.Text("status_message")));
    }

    public ReceiptParseResult ReadReceipts(ReceiptRequest request) => _receipts.Read(request);

    public IReadOnlyList<AccountCheck> Checks(Uri receiptsTo) => new ViberChecks(AskForAccount).All(receiptsTo);

    private HttpRequestMessage AskForAccount()
    {
        var request = Post("pa/get_account_info");
        request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        return request;
    }

    private HttpRequestMessage Post(string path) => new(HttpMethod.Post, settings.Address(ViberProvider.Host, path))
    {
        Headers = { { "X-Viber-Auth-Token", options.AuthToken } },
    };
}
