using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>
/// One step of a sequence. It was resolved when the message was sent; later changes of the configuration do not affect it.
/// </summary>
/// <param name="Channel">The channel.</param>
/// <param name="Account">The channel account that serves it.</param>
/// <param name="FallbackAfter">The window; if null, only a failure starts the next step. Ignored on the last step.</param>
/// <param name="Success">The status at which the step is done.</param>
/// <param name="TakesIdempotencyKey">True if a call with an unknown outcome may be repeated under the same reference.</param>
/// <param name="CannotApply">
/// The reason why the step is rejected without a call (no address, content that the channel cannot carry); null if it is possible.
/// </param>
/// <param name="IsAudio">True if it sends audio: a person who has played it has read it.</param>
/// <param name="CanBeRecalled">True if its provider can withdraw a message that is not delivered yet (rule L4).</param>
/// <param name="CanBeQueried">True if its provider can be asked for the status of a message (rule L6).</param>
public sealed record FallbackStep(
    ChannelName Channel,
    ChannelAccountId Account,
    TimeSpan? FallbackAfter,
    SuccessStatus Success,
    bool TakesIdempotencyKey = false,
    AttemptError? CannotApply = null,
    bool IsAudio = false,
    bool CanBeRecalled = false,
    bool CanBeQueried = false)
{
    /// <summary>
    /// The accounts that follow <see cref="Account"/>, in their order, if it cannot take the message (rule U10); usually none.
    /// </summary>
    public ImmutableArray<StepAccount> OtherAccounts { get; init; } = [];

    /// <summary>The reasons of failures after which no other step is tried; usually none (rule S13).</summary>
    public ImmutableArray<ErrorClass> StopOn { get; init; } = [];

    /// <summary>How it is remembered that the person is not on the channel; null if the subaccount remembers nothing (rule S14).</summary>
    public StepMemory? Memory { get; init; }

    /// <summary>The step as one of its accounts serves it.</summary>
    /// <param name="place">0 for <see cref="Account"/>, then the places of <see cref="OtherAccounts"/>.</param>
    public FallbackStep At(int place) => place == 0 ? this : this with
    {
        Account = OtherAccounts[place - 1].Account,
        TakesIdempotencyKey = OtherAccounts[place - 1].TakesIdempotencyKey,
        CanBeRecalled = OtherAccounts[place - 1].CanBeRecalled,
        CanBeQueried = OtherAccounts[place - 1].CanBeQueried,
    };
}
