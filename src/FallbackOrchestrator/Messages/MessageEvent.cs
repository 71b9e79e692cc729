namespace FallbackOrchestrator.Messages;

/// <summary>An event of a message: a closed set. Each case is a kind of line in the timeline.</summary>
public abstract record MessageEvent
{
    private MessageEvent() { }

    /// <summary>A step was started and waits for its account's limits.</summary>
    public sealed record AttemptQueued(ChannelName Channel, ChannelAccountId Account) : MessageEvent;

    /// <summary>A replica took the lease and calls the provider.</summary>
    public sealed record CallStarted(int Epoch) : MessageEvent;

    /// <summary>The call was provably not accepted and will be retried.</summary>
    public sealed record CallDeferred(AttemptError Error, DateTimeOffset RetryAt) : MessageEvent;

    /// <summary>The account could not take the message, and another one takes over.</summary>
    public sealed record AccountChanged(ChannelAccountId From, ChannelAccountId To, AttemptError Error) : MessageEvent;

    /// <summary>The request was sent and there was no usable response, or the replica that made the call was lost.</summary>
    public sealed record CallUnknown(string Reason) : MessageEvent;

    /// <summary>A higher status was received.</summary>
    public sealed record StatusChanged(AttemptStatus From, AttemptStatus To, AttemptError? Error) : MessageEvent;

    /// <summary>Another failure was received, whose reason is more precise than the one shown before.</summary>
    public sealed record ReasonChanged(AttemptError Error) : MessageEvent;

    /// <summary>The window or the patience was over without success.</summary>
    public sealed record AttemptTimedOut : MessageEvent;

    /// <summary>The step's patience was over, and no call had been accepted.</summary>
    public sealed record AttemptNotSent(AttemptError Error) : MessageEvent;

    /// <summary>The provider is asked to withdraw the message, because the step was left or the message was stopped.</summary>
    public sealed record RecallStarted : MessageEvent;

    /// <summary>The recall proved nothing: the provider may still deliver the message.</summary>
    public sealed record RecallFailed(string Reason) : MessageEvent;

    /// <summary>The provider is asked for the status, because receipts may have been lost.</summary>
    public sealed record StatusQueried : MessageEvent;

    /// <summary>The status query brought no status.</summary>
    public sealed record StatusQueryFailed(string Reason) : MessageEvent;

    /// <summary>The step was left on request.</summary>
    public sealed record AttemptSkipped : MessageEvent;

    /// <summary>The attempt was taken out of the queue because the message got an outcome.</summary>
    public sealed record AttemptWithdrawn : MessageEvent;

    /// <summary>The attempt is queued again because the success was revoked.</summary>
    public sealed record AttemptDueAgain : MessageEvent;

    /// <summary>
    /// The outcome of the last step's call stayed unknown. The call is repeated, and the person may get the message twice.
    /// </summary>
    public sealed record ResendQueued : MessageEvent;

    /// <summary>The account could not be called in time for the resend; the outcome of the first call stays unknown.</summary>
    public sealed record ResendGivenUp(AttemptError Error) : MessageEvent;

    /// <summary>A failure revoked the provisional success.</summary>
    public sealed record SuccessTakenBack : MessageEvent;

    /// <summary>The message was stopped. It ends with this outcome unless an attempt reaches its success status.</summary>
    public sealed record MessageStopped(Outcome As) : MessageEvent;

    /// <summary>A second attempt was delivered too, or one attempt was delivered twice.</summary>
    public sealed record DeliveredTwice : MessageEvent;

    /// <summary>The step failed for a reason after which no other step is tried.</summary>
    public sealed record SequenceEnded(AttemptError Error) : MessageEvent;

    /// <summary>The message has an outcome.</summary>
    public sealed record MessageCompleted(Outcome Outcome, int Completion, bool Provisional) : MessageEvent;
}
