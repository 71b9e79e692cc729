using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>
/// A LINE notification message, to a number (https://developers.line.biz/en/reference/line-notification-messages/). LINE gets the hash of
/// the number. It reports a delivery with our reference, and never that a message was not delivered; its acceptance is Sent. It takes no
/// retry key for these messages.
/// </summary>
internal sealed class LineNotification : ILineChannel
{
    public AdapterCapabilities Traits { get; } = new(SuccessStatus.Delivered) { RespondsWithId = false };

    public HttpRequestMessage Write(Handover handover, Func<string, Uri> addressOf)
    {
        var to = HashOf(handover.Recipient.Msisdn ?? throw new InvalidOperationException("LINE notification messages go to numbers only"));
        var (path, content) = handover.Body switch
        {
            ContentBody.Template template =>
                ("v2/bot/message/pnp/templated/push", JsonWire.Write(LineTemplate.Of(to, template), LineJson.Default.LineTemplate)),
            ContentBody.Text text =>
                ("bot/pnp/push", JsonWire.Write(new LineMessages(to, [LineMessage.Of(text)]), LineJson.Default.LineMessages)),
            _ => throw new NotSupportedException($"no way to write {handover.Body.Kind}"),
        };
        return new HttpRequestMessage(HttpMethod.Post, addressOf(path))
        {
            Headers = { { "X-Line-Delivery-Tag", handover.Reference.ToString() } },
            Content = content,
        };
    }

    // LINE responds with an empty object, or with nothing. A page of a proxy is neither.
    public CallResult.Accepted? Acceptance(int status, WireObject? body, bool isEmpty) =>
        status is >= 200 and < 300 && (body is not null || isEmpty) ? new CallResult.Accepted(null, AttemptStatus.Sent) : null;

    /// <summary>SHA-256 of the number with its +, in hexadecimal digits.</summary>
    internal static string HashOf(Msisdn number) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(number.Value)));
}
