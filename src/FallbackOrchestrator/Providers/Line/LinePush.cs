using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>
/// A message to somebody who added the account as a friend, by LINE's user id. LINE reports nothing after its acceptance, so the acceptance
/// is Sent. The retry key makes a repeated call safe: LINE accepts it once, and then responds 409
/// (https://developers.line.biz/en/docs/messaging-api/retrying-api-request/).
/// </summary>
internal sealed class LinePush : ILineChannel
{
    private const int AlreadyAccepted = 409;

    public AdapterCapabilities Traits { get; } = new(SuccessStatus.Sent, SupportsIdempotencyKey: true);

    public HttpRequestMessage Write(Handover handover, Func<string, Uri> addressOf) => new(HttpMethod.Post, addressOf("v2/bot/message/push"))
    {
        Headers = { { "X-Line-Retry-Key", LineRetryKey.Of(handover.Reference).ToString() } },
        Content = JsonWire.Write(
            new LineMessages(
                handover.Recipient.ChannelUserId ?? throw new InvalidOperationException("LINE takes user ids only"),
                [LineMessage.Of(handover.Body)]),
            LineJson.Default.LineMessages),
    };

    public CallResult.Accepted? Acceptance(int status, WireObject? body, bool isEmpty) =>
        status is (>= 200 and < 300) or AlreadyAccepted
        && body?.Objects("sentMessages").Select(message => message.Id("id")).FirstOrDefault(id => id is not null) is { Length: > 0 } id
            ? new CallResult.Accepted(id, AttemptStatus.Sent)
            : null;
}
