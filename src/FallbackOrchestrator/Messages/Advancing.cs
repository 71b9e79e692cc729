namespace FallbackOrchestrator.Messages;

/// <summary>
/// The second part of a decision. It checks, in this order: if an attempt has reached its success status, the message has succeeded; if the
/// message was stopped, that is its outcome; if the current step is open, it waits; otherwise the next step starts; if none is left, the
/// message has failed.
/// </summary>
internal sealed class Advancing(DecisionBuilder draft, IReadOnlyList<Fact> facts)
{
    private readonly Completing _completing = new(draft);

    /// <summary>The <c>cancelledCount</c> of 8x8's response, if a cancel is among the facts.</summary>
    public int CancelledCount { get; private set; }

    private static readonly AttemptError NotAdmitted =
        AttemptError.Of(ErrorClass.Throttled, text: "the account's own limits did not admit it in time");

    private bool CancelIsAsked => draft.Message.StoppedAs is null && facts.Any(fact => fact is Fact.CancelRequested);

    public void Advance()
    {
        CloseLeftCalls();
        _completing.RecordStandings();
        if (_completing.Stands)
        {
            _completing.Complete(Outcome.Succeeded);
            if (CancelIsAsked && draft.Message.IsProvisional(draft.Now))
                Cancel(stops: true);
            return;
        }
        if (draft.Message.Outcome == Outcome.Succeeded)
            _completing.TakeSuccessBack();
        if (draft.Message.Outcome is not null)
        {
            _completing.ClearQueue();
            return;
        }
        if (draft.Message.StoppedAs is null && draft.Message.ExpiresAt <= draft.Now)
            _completing.Stop(Outcome.Expired, Cause.Expiry);
        if (CancelIsAsked)
            Cancel(stops: CouldStillCall());
        if (draft.Message.StoppedAs is { } stopped)
            _completing.Complete(stopped);
        else
            GoOn();
    }

    /// <summary>Leaves the steps that are over and starts the next ones, until a step is open or none is left.</summary>
    public void Walk()
    {
        while (draft.Message.Outcome is null)
        {
            CloseIfOver(draft.Current);
            var current = draft.Current;
            if (current.IsOpen || draft.Message.Outcome is not null)
                return;
            if (draft.Sequence.IsLast(current.Step))
            {
                _completing.Complete(Outcome.Failed);
                return;
            }
            // A step that was left because of a failure stays left, even if a later Delivered replaces the failure.
            if (current.LeaveReason == LeaveReason.Nothing)
                draft[current.Step] = current with { LeaveReason = LeaveReason.Failure };
            Start(current.Step + 1);
        }
    }

    /// <summary>Ends an attempt of which no call was accepted: there will be no more calls.</summary>
    public void GiveUp(Attempt attempt)
    {
        var error = attempt.LastCallError ?? NotAdmitted;
        draft[attempt.Step] = attempt with
        {
            Handover = HandoverState.NotSent,
            LeaveReason = attempt.LeaveReason == LeaveReason.Nothing ? LeaveReason.NotSent : attempt.LeaveReason,
            DispatchAt = null,
            LastCallError = error,
        };
        draft.Say(attempt.Step, new MessageEvent.AttemptNotSent(error));
    }

    /// <summary>
    /// Ends a resend that could not be made in time. The first call may have been accepted, so the attempt stays unknown.
    /// </summary>
    public void GiveUpResend(Attempt attempt, AttemptError error)
    {
        draft[attempt.Step] = attempt.Withdrawn() with { Resend = ResendState.GivenUp };
        draft.Say(attempt.Step, new MessageEvent.ResendGivenUp(error));
    }

    // If a call was running when its step was left, it is not retried; its own result is final.
    private void CloseLeftCalls()
    {
        foreach (
            var left in draft.Attempts.FindAll(attempt => attempt is { Handover: HandoverState.Queued,
                LeaveReason: not LeaveReason.Nothing }))
        {
            if (left.MayHaveBeenTaken)
                draft[left.Step] = left.Withdrawn();
            else
                GiveUp(left);
        }
    }

    private void Cancel(bool stops)
    {
        CancelledCount = stops ? 1 : 0;
        _completing.Stop(Outcome.Cancelled, Cause.Cancel);
    }

    private bool CouldStillCall()
    {
        if (draft.Attempts.Count < draft.Sequence.Steps.Length)
            return true;
        var last = draft.Current;
        return last.Handover switch
        {
            HandoverState.Queued => true,
            HandoverState.Withdrawn => last.LeaveReason == LeaveReason.Nothing,
            HandoverState.Calling => last is { HasStatus: false, IsResent: false },
            _ => Timers.UnknownEnd(draft.Message, last, draft.Rules) is not null,
        };
    }

    private void GoOn()
    {
        if (draft.Attempts.Count == 0)
        {
            if (draft.Now < draft.Message.ScheduledAt)
                return;
            draft.Cause = draft.Message.ScheduledAt is null ? Cause.Request : Cause.Schedule;
            draft.Message = draft.Message with { State = MessageState.InProgress };
            Start(1);
        }
        ReviveWithdrawn();
        SkipIfAsked();
        Walk();
    }

    private void Start(int step)
    {
        var cannot = draft.Sequence[step].CannotApply;
        var attempt = new Attempt { Step = step, QueuedAt = draft.Now, DispatchAt = draft.Now };
        draft.Attempts.Add(attempt);
        draft.Say(step, new MessageEvent.AttemptQueued(draft.Sequence[step].Channel, draft.Sequence[step].Account));
        if (cannot is null)
            return;
        draft[step] = attempt.WithStatus(
            AttemptStatus.Rejected, draft.Now, cannot, null) with { Handover = HandoverState.Refused, DispatchAt = null };
        draft.Say(step, new MessageEvent.StatusChanged(AttemptStatus.None, AttemptStatus.Rejected, cannot));
    }

    // If a success is revoked, the step that was withdrawn because of it is queued again, with a new patience.
    private void ReviveWithdrawn()
    {
        if (draft.Current is not { Handover: HandoverState.Withdrawn, LeaveReason: LeaveReason.Nothing } withdrawn)
            return;
        draft[withdrawn.Step] = withdrawn with
        {
            Handover = HandoverState.Queued,
            QueuedAt = draft.Now,
            DispatchAt = draft.Now,
            FirstCallAt = null,
        };
        draft.Say(withdrawn.Step, new MessageEvent.AttemptDueAgain());
    }

    private void SkipIfAsked()
    {
        var current = draft.Current;
        if (!current.IsOpen || !facts.Contains(new Fact.SkipRequested(current.Step)))
            return;
        draft.Cause = Cause.Operator;
        draft[current.Step] = current.Withdrawn() with { LeaveReason = LeaveReason.Skip };
        draft.Say(current.Step, new MessageEvent.AttemptSkipped());
    }

    private void CloseIfOver(Attempt attempt)
    {
        if (attempt.IsOpen && attempt is { Handover: HandoverState.Queued, Resend: not ResendState.Pending })
            attempt = AfterPatience(attempt);
        if (attempt.IsOpen && attempt is { Handover: HandoverState.Queued, Resend: ResendState.Pending })
            attempt = AfterLongestQueue(attempt);
        if (attempt.IsOpen && attempt is not { Handover: HandoverState.Queued, Resend: not ResendState.Pending })
            CloseIfWindowIsOver(attempt);
    }

    private Attempt AfterPatience(Attempt attempt)
    {
        var end = Timers.QueueEnd(draft.Message, attempt, draft.Rules);
        if (draft.Now < end && (attempt.FirstCallAt is null || attempt.DispatchAt < end))
            return attempt;
        if (end <= draft.Now)
            draft.Cause = Cause.Deadline;
        // No repeat under the idempotency key is left, but the first call may have been accepted.
        if (attempt.MayHaveBeenTaken)
            draft[attempt.Step] = attempt.Withdrawn();
        else
            GiveUp(attempt);
        return draft[attempt.Step];
    }

    private Attempt AfterLongestQueue(Attempt resend)
    {
        if (draft.Now < Timers.ResendEnd(draft.Message, resend, draft.Rules))
            return resend;
        draft.Cause = Cause.Deadline;
        GiveUpResend(resend, NotAdmitted);
        return draft[resend.Step];
    }

    private void CloseIfWindowIsOver(Attempt attempt)
    {
        if (Timers.WindowEnd(draft.Message, attempt, draft.Rules) is { } windowEnd)
        {
            if (windowEnd <= draft.Now)
                TimeOut(attempt);
            return;
        }
        if (attempt.Handover == HandoverState.HandedOver && Timers.UnknownEnd(draft.Message, attempt, draft.Rules) <= draft.Now)
        {
            if (!draft.Sequence.IsLast(attempt.Step))
            {
                TimeOut(attempt);
                return;
            }
            QueueResend(attempt);
        }
        if (attempt.Handover != HandoverState.Calling && Timers.ConfirmEnd(attempt, draft.Rules) <= draft.Now)
        {
            _completing.Stop(Outcome.Unconfirmed, Cause.Deadline);
            _completing.Complete(Outcome.Unconfirmed);
        }
    }

    private void TimeOut(Attempt attempt)
    {
        draft.Cause = Cause.Deadline;
        draft[attempt.Step] = attempt with { LeaveReason = LeaveReason.Deadline };
        draft.Say(attempt.Step, new MessageEvent.AttemptTimedOut());
    }

    private void QueueResend(Attempt attempt)
    {
        draft.Cause = Cause.Deadline;
        draft[attempt.Step] = attempt with { Handover = HandoverState.Queued, Resend = ResendState.Pending, DispatchAt = draft.Now };
        draft.Say(attempt.Step, new MessageEvent.ResendQueued());
    }
}
