namespace FallbackOrchestrator.Messages;

/// <summary>
/// The second half of a decision. In this order: an attempt stands at its success; else the message was stopped; else the current
/// step is open and waited for; else the next one starts, and with none left the message has failed.
/// </summary>
internal sealed class Advancing(Joining joined, IReadOnlyList<Fact> facts)
{
    private readonly List<Attempt> _attempts = joined.Attempts;
    private readonly List<TimelineEntry> _timeline = joined.Timeline;
    private readonly DateTimeOffset _now = joined.Now;
    private readonly Rules _rules = joined.Rules;
    private Message _message = joined.Message;
    private Cause _cause = joined.LatestCause ?? Cause.Deadline;
    private GrantedCall? _call;
    private int _cancelledCount;

    private FallbackSequence Sequence => _message.Sequence;

    public void Advance()
    {
        CloseLeftCalls();
        RecordStandings();
        CancelIfAsked();
        if (_attempts.Exists(_message.Stands))
        {
            Complete(Outcome.Succeeded);
            return;
        }
        if (_message.Outcome == Outcome.Succeeded)
            TakeSuccessBack();
        else if (_message.Outcome is not null)
        {
            ClearQueue();
            return; // Nothing but a success changes an outcome.
        }
        ExpireIfOver();
        if (_message.StoppedAs is null)
            GoOn();
        if (_message.StoppedAs is { } stopped && _message.Outcome is null)
            Complete(stopped);
    }

    /// <summary>Grants a call, or notes that calling would be in vain, if the step is still the one to hand over.</summary>
    public void Grant(Fact fact)
    {
        switch (fact)
        {
            case Fact.Admitted admitted when ToBeCalled(admitted.Step) is { } attempt:
                Lease(attempt);
                break;
            case Fact.CircuitOpen open when ToBeCalled(open.Step) is { } attempt:
                GiveWayToOpenCircuit(attempt);
                break;
        }
    }

    public Decision Result()
    {
        _message = _message with { Attempts = [.. _attempts], TimelineLength = _message.TimelineLength + _timeline.Count };
        _message = _message with { DueAt = Timers.DueAt(_message, _rules) };
        return new Decision(_message, [.. _timeline], _call, _cancelledCount);
    }

    private void GoOn()
    {
        if (_message.State == MessageState.Scheduled && _now < _message.ScheduledAt)
            return;
        if (_attempts.Count == 0)
        {
            _cause = _message.State == MessageState.Scheduled ? Cause.Schedule : Cause.Request;
            _message = _message with { State = MessageState.InProgress };
            Start(1);
        }
        else
            ReviveWithdrawn();
        SkipIfAsked();

        while (_message.StoppedAs is null)
        {
            var current = _attempts[^1];
            CloseIfOver(current);
            if (_message.StoppedAs is not null || _attempts[^1].IsOpen)
                return;
            if (Sequence.IsLast(current.Step))
            {
                Complete(Outcome.Failed);
                return;
            }
            Leave(_attempts[^1]);
            Start(current.Step + 1);
        }
    }

    // A call that was under way when its step was left, and turns out not to have been taken, is not tried again.
    private void CloseLeftCalls()
    {
        for (var i = 0; i < _attempts.Count; i++)
        {
            if (_attempts[i] is { Handover: HandoverState.Queued, Left: not LeftBy.Nothing } left)
                NotSent(left);
        }
    }

    private void Start(int step)
    {
        var cannot = Sequence[step].CannotApply;
        var attempt = new Attempt { Step = step, QueuedAt = _now, DispatchAt = _now };
        _attempts.Add(attempt);
        Say(step, new MessageEvent.AttemptQueued(Sequence[step].Channel, Sequence[step].Account));
        if (cannot is null)
            return;
        _attempts[^1] = attempt.Hear(Word.Rejected, _now, cannot, null) with { Handover = HandoverState.Refused, DispatchAt = null };
        Say(step, new MessageEvent.StatusChanged(Word.None, Word.Rejected, cannot));
    }

    // A step that was left by failure stays left, even if a later Delivered takes the failure away.
    private void Leave(Attempt attempt)
    {
        if (attempt.Left == LeftBy.Nothing)
            _attempts[attempt.Step - 1] = attempt with { Left = LeftBy.Failure };
    }

    private void CloseIfOver(Attempt attempt)
    {
        if (!attempt.IsOpen)
            return;
        if (attempt.Handover == HandoverState.Queued && attempt.Resend != ResendState.Pending)
            CloseIfPatienceIsOver(ref attempt);
        if (attempt.Handover is HandoverState.Calling or HandoverState.HandedOver || attempt.Resend == ResendState.Pending)
            CloseIfWindowIsOver(attempt);
    }

    private void CloseIfPatienceIsOver(ref Attempt attempt)
    {
        var end = Timers.QueueEnd(_message, attempt, _rules);
        if (_now < end && (attempt.FirstCallAt is null || attempt.DispatchAt < end))
            return;
        if (attempt.Unknown)
        {
            // Repeats under the idempotency key are over; the first call may still have been taken.
            attempt = attempt with { Handover = HandoverState.HandedOver, DispatchAt = null };
            _attempts[attempt.Step - 1] = attempt;
            return;
        }
        NotSent(attempt);
        attempt = _attempts[attempt.Step - 1];
    }

    private void NotSent(Attempt attempt)
    {
        var error = attempt.Obstacle ?? AttemptError.Of(ErrorClass.Throttled, text: "the account's own limits did not admit it in time");
        _attempts[attempt.Step - 1] = attempt with
        {
            Handover = HandoverState.NotSent,
            Left = attempt.Left == LeftBy.Nothing ? LeftBy.NotSent : attempt.Left,
            DispatchAt = null,
            Obstacle = error,
        };
        Say(attempt.Step, new MessageEvent.AttemptNotSent(error));
    }

    private void CloseIfWindowIsOver(Attempt attempt)
    {
        if (Timers.WindowEnd(_message, attempt, _rules) is { } windowEnd)
        {
            if (windowEnd <= _now)
                TimeOut(attempt);
            return;
        }
        if (attempt.Handover == HandoverState.HandedOver && Timers.UnknownEnd(_message, attempt, _rules) <= _now)
        {
            if (!Sequence.IsLast(attempt.Step))
            {
                TimeOut(attempt);
                return;
            }
            attempt = attempt with { Handover = HandoverState.Queued, Resend = ResendState.Pending, DispatchAt = _now };
            _attempts[attempt.Step - 1] = attempt;
            _cause = Cause.Deadline;
            Say(attempt.Step, new MessageEvent.ResendQueued());
        }
        if (attempt.Handover != HandoverState.Calling && Timers.ConfirmEnd(attempt, _rules) <= _now)
            Stop(Outcome.Unconfirmed, Cause.Deadline);
    }

    private void TimeOut(Attempt attempt)
    {
        _cause = Cause.Deadline;
        _attempts[attempt.Step - 1] = attempt with { Left = LeftBy.Deadline };
        Say(attempt.Step, new MessageEvent.AttemptTimedOut());
    }

    private void SkipIfAsked()
    {
        foreach (var skip in facts.OfType<Fact.SkipRequested>())
        {
            var current = _attempts[^1];
            if (current.Step != skip.Step || !current.IsOpen)
                continue;
            _cause = Cause.Operator;
            _attempts[^1] = Dequeued(current) with { Left = LeftBy.Skip };
            Say(current.Step, new MessageEvent.AttemptSkipped());
        }
    }

    private void CancelIfAsked()
    {
        if (_message.StoppedAs is not null || !facts.Any(fact => fact is Fact.CancelRequested))
            return;
        if (_attempts.Exists(_message.Stands))
        {
            if (!FirmlyStands && (_message.Outcome is null || _message.IsProvisional(_now)))
                _cancelledCount = 1;
            else
                return;
        }
        else if (_message.Outcome is null || _message.IsProvisional(_now))
            _cancelledCount = CouldStillCall ? 1 : 0;
        else
            return;
        Stop(Outcome.Cancelled, Cause.Cancel);
    }

    private bool FirmlyStands => _attempts.Exists(Delivered);

    private bool Delivered(Attempt attempt) => _message.Stands(attempt) && Ladder.Rung(attempt.Status) >= Ladder.Rung(Word.Delivered);

    private bool CouldStillCall => _attempts.Count < Sequence.Steps.Length
        || _attempts[^1].Handover is HandoverState.Queued or HandoverState.Calling
        || Timers.UnknownEnd(_message, _attempts[^1], _rules) is not null;

    private void ExpireIfOver()
    {
        if (_message.StoppedAs is null && _message.ExpiresAt <= _now)
            Stop(Outcome.Expired, Cause.Expiry);
    }

    private void Stop(Outcome outcome, Cause cause)
    {
        _cause = cause;
        _message = _message with { StoppedAs = outcome };
        Say(null, new MessageEvent.MessageStopped(outcome));
    }

    private void TakeSuccessBack()
    {
        var goesOn = _message.IsProvisional(_now);
        Say(_message.SucceededStep, new MessageEvent.SuccessTakenBack());
        _message = _message with
        {
            State = MessageState.InProgress,
            Outcome = null,
            ProvisionalUntil = null,
            SucceededStep = null,
            CompletedAt = null,
            // Too late to go on where it stood: the person would get the next channel long after the fact.
            StoppedAs = _message.StoppedAs ?? (goesOn ? null : Outcome.Failed),
        };
    }

    private void ReviveWithdrawn()
    {
        if (_attempts[^1] is not { Handover: HandoverState.Withdrawn, Left: LeftBy.Nothing } withdrawn)
            return;
        _attempts[^1] = withdrawn with { Handover = HandoverState.Queued, QueuedAt = _now, DispatchAt = _now, FirstCallAt = null };
        Say(withdrawn.Step, new MessageEvent.AttemptDueAgain());
    }

    private void RecordStandings()
    {
        for (var i = 0; i < _attempts.Count; i++)
        {
            var stands = _message.Stands(_attempts[i]);
            if (stands != _attempts[i].StandsSince is not null)
                _attempts[i] = _attempts[i] with { StandsSince = stands ? _now : null };
        }
        if (!_message.DuplicateDelivery && _attempts.Count(Delivered) > 1)
        {
            _message = _message with { DuplicateDelivery = true };
            Say(null, new MessageEvent.DeliveredTwice());
        }
    }

    private void Complete(Outcome outcome)
    {
        ClearQueue();
        var firm = outcome != Outcome.Succeeded || FirmlyStands;
        var since = _message.Outcome == outcome ? _message.ProvisionalUntil : ProvisionalEnd();
        var provisionalUntil = firm ? null : since;
        int? succeededStep = outcome == Outcome.Succeeded ? FirstToStand() : null;
        if (_message.Outcome == outcome && _message.ProvisionalUntil == provisionalUntil && _message.SucceededStep == succeededStep)
            return;
        _message = _message with
        {
            State = MessageState.Completed,
            Outcome = outcome,
            ProvisionalUntil = provisionalUntil,
            Completion = _message.Completion + 1,
            CompletedAt = _now,
            SucceededStep = succeededStep,
        };
        Say(succeededStep, new MessageEvent.MessageCompleted(outcome, _message.Completion, !firm));
    }

    private DateTimeOffset ProvisionalEnd()
    {
        var end = _now + _rules.ProvisionalFor;
        return _message.ExpiresAt < end ? _message.ExpiresAt.Value : end;
    }

    // The first recorded success keeps its place for as long as it stands.
    private int FirstToStand() => _message.SucceededStep is { } step && _attempts[step - 1].StandsSince is not null
        ? step
        : _attempts.Where(_message.Stands).OrderBy(attempt => attempt.StandsSince).ThenBy(attempt => attempt.Step).First().Step;

    private void ClearQueue()
    {
        for (var i = 0; i < _attempts.Count; i++)
        {
            if (_attempts[i].Handover != HandoverState.Queued)
                continue;
            _attempts[i] = Dequeued(_attempts[i]);
            if (_attempts[i].Handover == HandoverState.Withdrawn)
                Say(_attempts[i].Step, new MessageEvent.AttemptWithdrawn());
        }
    }

    // What may have reached the provider is not "withdrawn"; only the resend or the repeat of it is dropped.
    private static Attempt Dequeued(Attempt attempt)
    {
        if (attempt.Handover != HandoverState.Queued)
            return attempt;
        var reached = attempt.Resend == ResendState.Pending || attempt.Unknown;
        return attempt with
        {
            Handover = reached ? HandoverState.HandedOver : HandoverState.Withdrawn,
            Resend = attempt.Resend == ResendState.Pending ? ResendState.None : attempt.Resend,
            DispatchAt = null,
        };
    }

    private Attempt? ToBeCalled(int step) =>
        _message.Outcome is null && _attempts.Count == step
        && _attempts[^1] is { Handover: HandoverState.Queued, Left: LeftBy.Nothing } attempt && attempt.DispatchAt <= _now
            ? attempt
            : null;

    private void Lease(Attempt attempt)
    {
        var resend = attempt.Resend == ResendState.Pending;
        var leased = attempt with
        {
            Handover = HandoverState.Calling,
            DispatchAt = null,
            Epoch = attempt.Epoch + 1,
            LeasedAt = _now,
            LeaseUntil = _now + _rules.Lease,
            FirstCallAt = attempt.FirstCallAt ?? _now,
            Resend = resend ? ResendState.Called : attempt.Resend,
            ResendEpoch = resend ? attempt.Epoch + 1 : attempt.ResendEpoch,
        };
        _attempts[^1] = leased;
        _cause = Cause.Dispatch;
        Say(leased.Step, new MessageEvent.CallStarted(leased.Epoch));
        _call = new GrantedCall(leased.Step, leased.Epoch, _message.ClosesAt(leased));
    }

    private void GiveWayToOpenCircuit(Attempt attempt)
    {
        var error = AttemptError.Of(ErrorClass.Unavailable, text: "the account's circuit is open");
        _cause = Cause.Dispatch;
        if (!Sequence.IsLast(attempt.Step) && !attempt.Unknown)
        {
            NotSent(attempt with { Obstacle = error });
            Advance();
            return;
        }
        var retryAt = _now + _rules.BackOff(attempt.Deferrals + 1, jitter: 0);
        _attempts[^1] = attempt with
        {
            DispatchAt = retryAt,
            Deferrals = attempt.Deferrals + 1,
            FirstCallAt = attempt.FirstCallAt ?? _now,
            Obstacle = error,
        };
        Say(attempt.Step, new MessageEvent.CallDeferred(error, retryAt));
        Advance();
    }

    private void Say(int? step, MessageEvent what) => _timeline.Add(new TimelineEntry(step, _cause, what));
}
