namespace FallbackOrchestrator.Messages;

/// <summary>
/// How a message gets its outcome and loses it: only a success replaces an outcome, and only a failure revokes a success.
/// </summary>
internal sealed class Completing(DecisionBuilder draft)
{
    public bool Stands => draft.Attempts.Exists(draft.Message.Stands);

    /// <summary>
    /// Records the time since which attempts have their success status. Of several, the one recorded first has succeeded.
    /// </summary>
    public void RecordStandings()
    {
        for (var i = 0; i < draft.Attempts.Count; i++)
        {
            var stands = draft.Message.Stands(draft.Attempts[i]);
            if (stands != draft.Attempts[i].SuccessSince is not null)
                draft.Attempts[i] = draft.Attempts[i] with { SuccessSince = stands ? draft.Now : null };
        }
        if (!draft.Message.DuplicateDelivery
            && (draft.Attempts.Count(StandsDelivered) > 1 || draft.Attempts.Exists(attempt => attempt.DeliveredIds.Length > 1)))
        {
            draft.Message = draft.Message with { DuplicateDelivery = true };
            draft.Say(null, new MessageEvent.DeliveredTwice());
        }
    }

    public void Complete(Outcome outcome)
    {
        ClearQueue();
        int? succeededStep = outcome == Outcome.Succeeded ? FirstToStand() : null;
        var known = draft.Message.Outcome == outcome && draft.Message.SucceededStep == succeededStep;
        var provisionalUntil = succeededStep is not { } step || draft.Attempts.Exists(StandsDelivered) ? null
            : known ? draft.Message.ProvisionalUntil
            : ProvisionalEnd(draft[step]);
        if (known && draft.Message.ProvisionalUntil == provisionalUntil)
            return;
        draft.Message = draft.Message with
        {
            State = MessageState.Completed,
            Outcome = outcome,
            ProvisionalUntil = provisionalUntil,
            Completion = draft.Message.Completion + 1,
            CompletedAt = draft.Now,
            SucceededStep = succeededStep,
        };
        var provisional = draft.Message.IsProvisional(draft.Now);
        draft.Say(succeededStep, new MessageEvent.MessageCompleted(outcome, draft.Message.Completion, provisional));
    }

    public void Stop(Outcome outcome, Cause cause)
    {
        draft.Cause = cause;
        draft.Message = draft.Message with { StoppedAs = outcome };
        draft.Say(null, new MessageEvent.MessageStopped(outcome));
    }

    public void TakeSuccessBack()
    {
        draft.Say(draft.Message.SucceededStep, new MessageEvent.SuccessTakenBack());
        // If the success is no longer provisional, the sequence does not continue: the person would get the next channel long after the
        // event.
        var goesOn = draft.Message.IsProvisional(draft.Now);
        draft.Message = draft.Message with
        {
            State = MessageState.InProgress,
            Outcome = null,
            ProvisionalUntil = null,
            SucceededStep = null,
            CompletedAt = null,
            StoppedAs = draft.Message.StoppedAs ?? (goesOn ? null : Outcome.Failed),
        };
    }

    /// <summary>Withdraws queued attempts: nothing is handed over once there is an outcome.</summary>
    public void ClearQueue()
    {
        foreach (var queued in draft.Attempts.FindAll(attempt => attempt.Handover == HandoverState.Queued))
        {
            draft[queued.Step] = queued.Withdrawn();
            if (draft[queued.Step].Handover == HandoverState.Withdrawn)
                draft.Say(queued.Step, new MessageEvent.AttemptWithdrawn());
        }
    }

    private bool StandsDelivered(Attempt attempt) =>
        draft.Message.Stands(attempt) && StatusLadder.Rung(attempt.Status) >= StatusLadder.Rung(AttemptStatus.Delivered);

    // The success that was recorded first stays the first until it is revoked.
    private int FirstToStand() => draft.Message.SucceededStep is { } step && draft[step].SuccessSince is not null
        ? step
        : draft.Attempts.Where(draft.Message.Stands).OrderBy(attempt => attempt.SuccessSince).ThenBy(attempt => attempt.Step).First().Step;

    private DateTimeOffset? ProvisionalEnd(Attempt succeeded)
    {
        var end = succeeded.SuccessSince + draft.Rules.ProvisionalFor;
        return draft.Message.ExpiresAt < end ? draft.Message.ExpiresAt : end;
    }
}
