using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>What one Send asks for, and everything that has become of it.</summary>
public sealed record Message
{
    public required Umid Umid { get; init; }

    public required SubaccountId Subaccount { get; init; }

    public required FallbackSequence Sequence { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the first step is to start; null for at once.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>No step starts at or after this.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether an unknown outcome on the last step may be sent a second time.</summary>
    public bool MayResend { get; init; } = true;

    /// <summary>Whose turn it is where attempts wait for an account's limits.</summary>
    public Priority Priority { get; init; }

    public MessageState State { get; init; }

    /// <summary>How it ended; null until it is completed, and again after a provisional success was taken back.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>
    /// The outcome that holds whenever no attempt stands at its success: the message was stopped (cancelled, expired, unconfirmed), or a
    /// success was taken back too late to go on.
    /// </summary>
    public Outcome? StoppedAs { get; init; }

    /// <summary>
    /// Until when a failure that takes the success back lets the sequence go on; null for any other outcome and for one that nothing takes
    /// back.
    /// </summary>
    public DateTimeOffset? ProvisionalUntil { get; init; }

    /// <summary>How many times the message has completed; the highest number counts.</summary>
    public int Completion { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The step whose success was recorded first.</summary>
    public int? SucceededStep { get; init; }

    /// <summary>
    /// Whether the person got it twice: two attempts are Delivered or better and stand at their success, or one attempt was delivered under
    /// both ids of its resend.
    /// </summary>
    public bool DuplicateDelivery { get; init; }

    /// <summary>The attempts in the order of their steps; the last one is the current one.</summary>
    public ImmutableArray<Attempt> Attempts { get; init; } = [];

    /// <summary>
    /// When the message wants to be looked at again though nothing was heard. Every message that is not completed has one.
    /// </summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Entries of the timeline so far.</summary>
    public int TimelineLength { get; init; }

    /// <summary>The attempt of the current step.</summary>
    public Attempt? Current => Attempts.IsEmpty ? null : Attempts[^1];

    /// <summary>
    /// The attempt that may be called now, if its account lets it: the current one, as long as the message has no outcome.
    /// </summary>
    public Attempt? CallDue(DateTimeOffset now) => CallDue(Current, now);

    /// <summary>The same while a decision is being made, which holds the current attempt itself.</summary>
    internal Attempt? CallDue(Attempt? current, DateTimeOffset now) =>
        Outcome is null && current is { Handover: HandoverState.Queued, IsOpen: true } && current.DispatchAt <= now ? current : null;

    /// <summary>Whether an attempt's status is at or above what its step asks for.</summary>
    public bool Stands(Attempt attempt) => StatusLadder.Reaches(attempt.Status, Sequence.SuccessOf(attempt.Step));

    /// <summary>Whether the success may still be taken back.</summary>
    public bool IsProvisional(DateTimeOffset now) => Outcome == Messages.Outcome.Succeeded && now < ProvisionalUntil;

    /// <summary>When the attempt's window ends, if it has one and it has opened.</summary>
    public DateTimeOffset? ClosesAt(Attempt attempt) => attempt.OpensAt + Sequence.WindowOf(attempt.Step);

    /// <summary>How the attempt is doing, in the words that people see.</summary>
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

    /// <summary>The steps whose attempt is Delivered or better, whatever was asked of them.</summary>
    public IEnumerable<int> DeliveredOn =>
        Attempts.Where(attempt => attempt.BestStatus is AttemptStatus.Delivered or AttemptStatus.Read).Select(attempt => attempt.Step);
}
