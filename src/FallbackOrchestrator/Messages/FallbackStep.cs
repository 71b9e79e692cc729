namespace FallbackOrchestrator.Messages;

/// <summary>One step of a sequence, resolved when the message was sent: later changes of configuration do not touch it.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Account">The configured adapter that serves it.</param>
/// <param name="FallbackAfter">The window; null means that only a failure moves on. Ignored on the last step.</param>
/// <param name="Success">The status at which the step is done.</param>
/// <param name="TakesIdempotencyKey">Whether an unknown outcome may be repeated under the same reference.</param>
/// <param name="CannotApply">Why the step is refused without a call (no address, content that it cannot carry), if it is.</param>
/// <param name="IsAudio">Whether what it sends is audio: who played it has read it.</param>
public sealed record FallbackStep(
    ChannelName Channel,
    ChannelAccountId Account,
    TimeSpan? FallbackAfter,
    SuccessStatus Success,
    bool TakesIdempotencyKey = false,
    AttemptError? CannotApply = null,
    bool IsAudio = false);
