namespace FallbackOrchestrator.Messages;

/// <summary>
/// The second part of a decision. It checks, in this order: if an attempt has reached its success status, the message has succeeded; if the
/// message was stopped, that is its outcome; if the current step is open, it waits; otherwise the next step starts; if none is left, the
/// message has failed.
/// </summary>
internal sealed class Advancing(DecisionBuilder builder, IReadOnlyList<Fact> facts)
{
    private readonly Completing _completing = new(builder);
    private readonly Recalling _recalling = new(builder);
    private readonly Querying _querying = new(builder);
    private readonly AccountFailover _failover = new(builder);
    private readonly Message _before = builder.Message;

    /// <summary>The <c>cancelledCount</c> of 8x8's response, if a cancel is among the facts.</summary>
    public int CancelledCount { get; private set; }

    private static readonly AttemptError NotAdmitted =
        AttemptError.Of(ErrorClass.Throttled, text: "the account's own limits did not admit it in time");

    private bool CancelIsAsked => builder.Message.StoppedAs is null && facts.Any(fact => fact is Fact.CancelRequested);

    public void Advance()
    {
        CloseLeftCalls();
        AdvanceOnce();
        _recalling.RecallWhatCameLate(_before);
    }

    private void AdvanceOnce()
    {
        _completing.RecordStandings();
        if (_completing.Stands)
        {
            _completing.Complete(Outcome.Succeeded);
            if (CancelIsAsked && builder.Message.IsProvisional(builder.Now))
                Cancel(stops: true);
            return;
        }
        if (builder.Message.Outcome == Outcome.Succeeded)
            _completing.TakeSuccessBack();
        if (builder.Message.Outcome is not null)
        {
            _completing.ClearQueue();
            return;
        }
        if (builder.Message.StoppedAs is null && builder.Message.ExpiresAt <= builder.Now)
        {
            _completing.Stop(Outcome.Expired, Cause.Expiry);
            _recalling.RecallOnStop();
        }
        if (CancelIsAsked)
            Cancel(stops: CouldStillCall());
        if (builder.Message.StoppedAs is { } stopped)
            _completing.Complete(stopped);
        else
            GoOn();
    }

    /// <summary>Leaves the steps that are over and starts the next ones, until a step is open or none is left.</summary>
    public void Walk()
    {
        while (builder.Message.Outcome is null)
        {
            CloseIfOver(builder.Current);
            _recalling.EndIfOver();
            var current = builder.Current;
            if (current is { IsOpen: true } or { RecallUntil: not null } || builder.Message.Outcome is not null)
                return;
            var ending = EndingError(current);
            if (ending is not null)
                builder.Say(current.Step, new MessageEvent.SequenceEnded(ending));
            if (ending is not null || builder.Sequence.IsLast(current.Step))
            {
                _completing.Complete(Outcome.Failed);
                return;
            }
            // A step that was left because of a failure stays left, even if a later Delivered replaces the failure.
            if (current.LeaveReason == LeaveReason.Nothing)
                builder[current.Step] = current with { LeaveReason = LeaveReason.Failure };
            Start(current.Step + 1);
        }
    }

    // S13. The failure after which no other step is tried, if the step names it.
    private AttemptError? EndingError(Attempt attempt)
    {
        var error = attempt.HasFailed ? attempt.Failure!.Error
            : attempt.Handover == HandoverState.NotSent ? attempt.LastCallError : null;
        return error is not null && !builder.Sequence.IsLast(attempt.Step) && builder.Sequence[attempt.Step].StopOn.Contains(error.Class)
            ? error : null;
    }

    /// <summary>Ends an attempt of which no call was accepted: there will be no more calls.</summary>
    public void GiveUp(Attempt attempt)
    {
        var error = attempt.LastCallError ?? NotAdmitted;
        builder[attempt.Step] = attempt with
        {
            Handover = HandoverState.NotSent,
            LeaveReason = attempt.LeaveReason == LeaveReason.Nothing ? LeaveReason.NotSent : attempt.LeaveReason,
            DispatchAt = null,
            LastCallError = error,
        };
        builder.Say(attempt.Step, new MessageEvent.AttemptNotSent(error));
    }

    /// <summary>
    /// Ends a resend that could not be made in time. The first call may have been accepted, so the attempt stays unknown.
    /// </summary>
    public void GiveUpResend(Attempt attempt, AttemptError error)
    {
        builder[attempt.Step] = attempt.Withdrawn() with { Resend = ResendState.GivenUp };
        builder.Say(attempt.Step, new MessageEvent.ResendGivenUp(error));
    }

    // If a call was running when its step was left, it is not retried; its own result is final.
    private void CloseLeftCalls()
    {
        foreach (
            var left in builder.Attempts.FindAll(attempt => attempt is { Handover: HandoverState.Queued,
                LeaveReason: not LeaveReason.Nothing }))
        {
            if (left.MayHaveBeenTaken)
                builder[left.Step] = left.Withdrawn();
            else
                GiveUp(left);
        }
    }

    private void Cancel(bool stops)
    {
        _completing.Stop(Outcome.Cancelled, Cause.Cancel);
        CancelledCount = _recalling.RecallOnStop() || stops ? 1 : 0;
    }

    private bool CouldStillCall()
    {
        if (builder.Attempts.Count < builder.Sequence.Steps.Length)
            return true;
        var last = builder.Current;
        return last.Handover switch
        {
            HandoverState.Queued => true,
            HandoverState.Withdrawn => last.LeaveReason == LeaveReason.Nothing,
            HandoverState.Calling => last is { HasStatus: false, IsResent: false },
            _ => Timers.UnknownEnd(builder.Message, last, builder.Rules) is not null,
        };
    }

    private void GoOn()
    {
        if (builder.Attempts.Count == 0)
        {
            if (builder.Now < builder.Message.ScheduledAt)
                return;
            builder.Cause = builder.Message.ScheduledAt is null ? Cause.Request : Cause.Schedule;
            builder.Message = builder.Message with { State = MessageState.InProgress };
            Start(1);
        }
        ReviveWithdrawn();
        SkipIfAsked();
        Walk();
    }

    private void Start(int step)
    {
        var cannot = builder.Sequence[step].CannotApply;
        var attempt = new Attempt { Step = step, QueuedAt = builder.Now, DispatchAt = builder.Now };
        builder.Attempts.Add(attempt);
        builder.Say(step, new MessageEvent.AttemptQueued(builder.Sequence[step].Channel, builder.Sequence[step].Account));
        if (cannot is null)
            return;
        builder[step] = attempt.WithStatus(
            AttemptStatus.Rejected, builder.Now, cannot, null) with { Handover = HandoverState.Refused, DispatchAt = null };
        builder.Say(step, new MessageEvent.StatusChanged(AttemptStatus.None, AttemptStatus.Rejected, cannot));
    }

    // If a success is revoked, the step that was withdrawn because of it is queued again, with a new patience.
    private void ReviveWithdrawn()
    {
        if (builder.Current is not { Handover: HandoverState.Withdrawn, LeaveReason: LeaveReason.Nothing } withdrawn)
            return;
        builder[withdrawn.Step] = withdrawn with
        {
            Handover = HandoverState.Queued,
            QueuedAt = builder.Now,
            DispatchAt = builder.Now,
            FirstCallAt = null,
        };
        builder.Say(withdrawn.Step, new MessageEvent.AttemptDueAgain());
    }

    private void SkipIfAsked()
    {
        var current = builder.Current;
        if (!current.IsOpen || !facts.Contains(new Fact.SkipRequested(current.Step)))
            return;
        builder.Cause = Cause.Operator;
        builder[current.Step] = current.Withdrawn() with { LeaveReason = LeaveReason.Skip };
        builder.Say(current.Step, new MessageEvent.AttemptSkipped());
        _recalling.RecallBeforeNextStep(current.Step);
    }

    private void CloseIfOver(Attempt attempt)
    {
        if (attempt.IsOpen && attempt is { Handover: HandoverState.Queued, Resend: not ResendState.Pending })
            attempt = AfterPatience(attempt);
        if (attempt.IsOpen && attempt is { Handover: HandoverState.Queued, Resend: ResendState.Pending })
            attempt = AfterLongestQueue(attempt);
        if (attempt.IsOpen && attempt is not { Handover: HandoverState.Queued, Resend: not ResendState.Pending })
            CloseIfWindowIsOver(_querying.QueryIfDue(attempt));
    }

    private Attempt AfterPatience(Attempt attempt)
    {
        var end = Timers.QueueEnd(builder.Message, attempt, builder.Rules);
        if (builder.Now < end && (attempt.FirstCallAt is null || attempt.DispatchAt < end) && !_failover.IsExhausted(attempt))
            return attempt;
        if (end <= builder.Now)
            builder.Cause = Cause.Deadline;
        // No repeat under the idempotency key is left, but the first call may have been accepted.
        if (attempt.MayHaveBeenTaken)
            builder[attempt.Step] = attempt.Withdrawn();
        else
            GiveUp(attempt);
        return builder[attempt.Step];
    }

    private Attempt AfterLongestQueue(Attempt resend)
    {
        if (builder.Now < Timers.ResendEnd(builder.Message, resend, builder.Rules))
            return resend;
        builder.Cause = Cause.Deadline;
        GiveUpResend(resend, NotAdmitted);
        return builder[resend.Step];
    }

    private void CloseIfWindowIsOver(Attempt attempt)
    {
        if (Timers.WindowEnd(builder.Message, attempt, builder.Rules) is { } windowEnd)
        {
            if (windowEnd <= builder.Now)
                TimeOut(attempt);
            return;
        }
        if (attempt.Handover == HandoverState.HandedOver && Timers.UnknownEnd(builder.Message, attempt, builder.Rules) <= builder.Now)
        {
            if (!builder.Sequence.IsLast(attempt.Step))
            {
                TimeOut(attempt);
                return;
            }
            QueueResend(attempt);
        }
        if (attempt.Handover != HandoverState.Calling && Timers.ConfirmEnd(attempt, builder.Rules) <= builder.Now)
        {
            _completing.Stop(Outcome.Unconfirmed, Cause.Deadline);
            _completing.Complete(Outcome.Unconfirmed);
        }
    }

    private void TimeOut(Attempt attempt)
    {
        builder.Cause = Cause.Deadline;
        builder[attempt.Step] = attempt with { LeaveReason = LeaveReason.Deadline };
        builder.Say(attempt.Step, new MessageEvent.AttemptTimedOut());
        _recalling.RecallBeforeNextStep(attempt.Step);
    }

    private void QueueResend(Attempt attempt)
    {
        builder.Cause = Cause.Deadline;
        builder[attempt.Step] = attempt with { Handover = HandoverState.Queued, Resend = ResendState.Pending, DispatchAt = builder.Now };
        builder.Say(attempt.Step, new MessageEvent.ResendQueued());
    }
}
