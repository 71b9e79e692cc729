using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>The message of one Send, with its whole state.</summary>
public sealed record Message
{
    public required Umid Umid { get; init; }

    public required SubaccountId Subaccount { get; init; }

    public required FallbackSequence Sequence { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time at which the first step is to start; null for at once.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>No step starts at or after this time.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>True if a call with an unknown outcome on the last step may be repeated.</summary>
    public bool MayResend { get; init; } = true;

    /// <summary>Its priority while attempts wait for an account's limits.</summary>
    public Priority Priority { get; init; }

    public MessageState State { get; init; }

    /// <summary>The outcome; null until the message is completed, and again after a provisional success was revoked.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>
    /// The outcome that holds while no attempt has its success status: the message was stopped (cancelled, expired, unconfirmed), or a
    /// success was revoked too late to continue.
    /// </summary>
    public Outcome? StoppedAs { get; init; }

    /// <summary>
    /// Until this time the sequence continues if a failure revokes the success. Null for any other outcome, and for a success that cannot
    /// be revoked.
    /// </summary>
    public DateTimeOffset? ProvisionalUntil { get; init; }

    /// <summary>The number of times that the message has completed; the highest number counts.</summary>
    public int Completion { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The step whose success was recorded first.</summary>
    public int? SucceededStep { get; init; }

    /// <summary>
    /// True if the person got the message twice: two attempts are Delivered or better and have their success status, or one attempt was
    /// delivered under both ids of its resend.
    /// </summary>
    public bool DuplicateDelivery { get; init; }

    /// <summary>The attempts in the order of their steps; the last one is the current one.</summary>
    public ImmutableArray<Attempt> Attempts { get; init; } = [];

    /// <summary>The time of the next decision if no fact arrives before. Every message that is not completed has one.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The number of entries in the timeline.</summary>
    public int TimelineLength { get; init; }

    /// <summary>The attempt of the current step.</summary>
    public Attempt? Current => Attempts.IsEmpty ? null : Attempts[^1];

    /// <summary>The attempt that may be called now, if its account admits it: the current one, while the message has no outcome.</summary>
    public Attempt? CallDue(DateTimeOffset now) => CallDue(Current, now);

    /// <summary>The same during a decision, which holds the current attempt itself.</summary>
    internal Attempt? CallDue(Attempt? current, DateTimeOffset now) =>
        Outcome is null && current is { Handover: HandoverState.Queued, IsOpen: true } && current.DispatchAt <= now ? current : null;

    /// <summary>The step of an attempt, as the account serves it that has the attempt now.</summary>
    public FallbackStep StepOf(Attempt attempt) => Sequence[attempt.Step].At(attempt.AccountPlace);

    /// <summary>The account that has a step now; its first one, if it was not started.</summary>
    public ChannelAccountId AccountOf(int step) =>
        step <= Attempts.Length ? StepOf(Attempts[step - 1]).Account : Sequence[step].Account;

    /// <summary>True if an attempt's status is at or above the success status of its step.</summary>
    public bool Stands(Attempt attempt) => StatusLadder.Reaches(attempt.Status, Sequence.SuccessOf(attempt.Step));

    /// <summary>True if the success may still be revoked.</summary>
    public bool IsProvisional(DateTimeOffset now) => Outcome == Messages.Outcome.Succeeded && now < ProvisionalUntil;

    /// <summary>The end of the attempt's window, if it has one and it has opened.</summary>
    public DateTimeOffset? ClosesAt(Attempt attempt) => attempt.OpensAt + Sequence.WindowOf(attempt.Step);

    /// <summary>The attempt's result so far, as people see it.</summary>
    public AttemptOutcome OutcomeOf(Attempt attempt)
    {
        if (Stands(attempt))
            return AttemptOutcome.Succeeded;
        if (attempt.HasFailed)
            return AttemptOutcome.Failed;
        if (attempt.Handover == HandoverState.NotSent)
            return AttemptOutcome.NotSent;
        return attempt.LeaveReason switch
        {
            LeaveReason.Deadline => AttemptOutcome.TimedOut,
            LeaveReason.NotSent => AttemptOutcome.NotSent,
            LeaveReason.Skip => AttemptOutcome.Skipped,
            LeaveReason.Failure => AttemptOutcome.Failed,
            _ => attempt.Handover == HandoverState.Withdrawn ? AttemptOutcome.Withdrawn : AttemptOutcome.Open,
        };
    }

    /// <summary>The steps whose attempt is Delivered or better, whatever their success status.</summary>
    public IEnumerable<int> DeliveredOn =>
        Attempts.Where(attempt => attempt.BestStatus is AttemptStatus.Delivered or AttemptStatus.Read).Select(attempt => attempt.Step);
}
