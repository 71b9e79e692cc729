namespace FallbackOrchestrator.Messages;

/// <summary>What can happen to a message, a closed set; each case is a kind of line in its timeline.</summary>
public abstract record MessageEvent
{
    private MessageEvent() { }

    /// <summary>A step was started and waits for its account's limits.</summary>
    public sealed record AttemptQueued(ChannelName Channel, ChannelAccountId Account) : MessageEvent;

    /// <summary>A replica took the lease and calls the provider.</summary>
    public sealed record CallStarted(int Epoch) : MessageEvent;

    /// <summary>The call was provably not taken and will be tried again.</summary>
    public sealed record CallDeferred(AttemptError Error, DateTimeOffset RetryAt) : MessageEvent;

    /// <summary>The call left and no usable answer came, or the replica that made it was lost.</summary>
    public sealed record CallUnknown(string Reason) : MessageEvent;

    /// <summary>A higher word was heard.</summary>
    public sealed record StatusChanged(AttemptStatus From, AttemptStatus To, AttemptError? Error) : MessageEvent;

    /// <summary>Another failure was heard, whose reason tells more than the one that was shown.</summary>
    public sealed record ReasonChanged(AttemptError Error) : MessageEvent;

    /// <summary>The window or the patience was over without success.</summary>
    public sealed record AttemptTimedOut : MessageEvent;

    /// <summary>The step's patience was over, and no call had been taken.</summary>
    public sealed record AttemptNotSent(AttemptError Error) : MessageEvent;

    /// <summary>The step was left by request.</summary>
    public sealed record AttemptSkipped : MessageEvent;

    /// <summary>The attempt left the queue because the message has an outcome.</summary>
    public sealed record AttemptWithdrawn : MessageEvent;

    /// <summary>The attempt is back in the queue because the success was taken back.</summary>
    public sealed record AttemptDueAgain : MessageEvent;

    /// <summary>The outcome of the last step's call stayed unknown; it is sent a second time, and the person may get it twice.</summary>
    public sealed record ResendQueued : MessageEvent;

    /// <summary>The account could not be called in time for the second sending; the outcome of the first stays unknown.</summary>
    public sealed record ResendGivenUp(AttemptError Error) : MessageEvent;

    /// <summary>A failure took the provisional success back.</summary>
    public sealed record SuccessTakenBack : MessageEvent;

    /// <summary>The message was stopped; it ends this way unless an attempt reaches its success.</summary>
    public sealed record MessageStopped(Outcome As) : MessageEvent;

    /// <summary>A second attempt was delivered too, or one attempt a second time.</summary>
    public sealed record DeliveredTwice : MessageEvent;

    /// <summary>The message has an outcome.</summary>
    public sealed record MessageCompleted(Outcome Outcome, int Completion, bool Provisional) : MessageEvent;
}
