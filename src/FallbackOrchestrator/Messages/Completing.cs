namespace FallbackOrchestrator.Messages;

/// <summary>
/// How a message gets its outcome and loses it: only a success replaces an outcome, and only a failure revokes a success.
/// </summary>
internal sealed class Completing(DecisionBuilder builder)
{
    public bool Stands => builder.Attempts.Exists(builder.Message.Stands);

    /// <summary>
    /// Records the time since which attempts have their success status. Of several, the one recorded first has succeeded.
    /// </summary>
    public void RecordStandings()
    {
        for (var i = 0; i < builder.Attempts.Count; i++)
        {
            var stands = builder.Message.Stands(builder.Attempts[i]);
            if (stands != builder.Attempts[i].SuccessSince is not null)
                builder.Attempts[i] = builder.Attempts[i] with { SuccessSince = stands ? builder.Now : null };
        }
        if (!builder.Message.DuplicateDelivery
            && (builder.Attempts.Count(StandsDelivered) > 1 || builder.Attempts.Exists(attempt => attempt.DeliveredIds.Length > 1)))
        {
            builder.Message = builder.Message with { DuplicateDelivery = true };
            builder.Say(null, new MessageEvent.DeliveredTwice());
        }
    }

    public void Complete(Outcome outcome)
    {
        ClearQueue();
        int? succeededStep = outcome == Outcome.Succeeded ? FirstToStand() : null;
        var known = builder.Message.Outcome == outcome && builder.Message.SucceededStep == succeededStep;
        var provisionalUntil = succeededStep is not { } step || builder.Attempts.Exists(StandsDelivered) ? null
            : known ? builder.Message.ProvisionalUntil
            : ProvisionalEnd(builder[step]);
        if (known && builder.Message.ProvisionalUntil == provisionalUntil)
            return;
        builder.Message = builder.Message with
        {
            State = MessageState.Completed,
            Outcome = outcome,
            ProvisionalUntil = provisionalUntil,
            Completion = builder.Message.Completion + 1,
            CompletedAt = builder.Now,
            SucceededStep = succeededStep,
        };
        var provisional = builder.Message.IsProvisional(builder.Now);
        builder.Say(succeededStep, new MessageEvent.MessageCompleted(outcome, builder.Message.Completion, provisional));
    }

    public void Stop(Outcome outcome, Cause cause)
    {
        builder.Cause = cause;
        builder.Message = builder.Message with { StoppedAs = outcome };
        builder.Say(null, new MessageEvent.MessageStopped(outcome));
    }

    public void TakeSuccessBack()
    {
        builder.Say(builder.Message.SucceededStep, new MessageEvent.SuccessTakenBack());
        // If the success is no longer provisional, the sequence does not continue: the person would get the next channel long after the
        // event.
        var goesOn = builder.Message.IsProvisional(builder.Now);
        builder.Message = builder.Message with
        {
            State = MessageState.InProgress,
            Outcome = null,
            ProvisionalUntil = null,
            SucceededStep = null,
            CompletedAt = null,
            StoppedAs = builder.Message.StoppedAs ?? (goesOn ? null : Outcome.Failed),
        };
    }

    /// <summary>Withdraws queued attempts: nothing is handed over once there is an outcome. Nothing waits for a recall any more.</summary>
    public void ClearQueue()
    {
        if (builder.Attempts is [.., { RecallUntil: not null } recalled])
            builder[recalled.Step] = recalled with { RecallUntil = null };
        foreach (var queued in builder.Attempts.FindAll(attempt => attempt.Handover == HandoverState.Queued))
        {
            builder[queued.Step] = queued.Withdrawn();
            if (builder[queued.Step].Handover == HandoverState.Withdrawn)
                builder.Say(queued.Step, new MessageEvent.AttemptWithdrawn());
        }
    }

    private bool StandsDelivered(Attempt attempt) =>
        builder.Message.Stands(attempt) && StatusLadder.Rung(attempt.Status) >= StatusLadder.Rung(AttemptStatus.Delivered);

    // The success that was recorded first stays the first until it is revoked.
    private int FirstToStand() => builder.Message.SucceededStep is { } step && builder[step].SuccessSince is not null
        ? step
        : builder.Attempts.Where(builder.Message.Stands)
            .OrderBy(attempt => attempt.SuccessSince).ThenBy(attempt => attempt.Step).First().Step;

    private DateTimeOffset? ProvisionalEnd(Attempt succeeded)
    {
        var end = succeeded.SuccessSince + builder.Rules.ProvisionalFor;
        return builder.Message.ExpiresAt < end ? builder.Message.ExpiresAt : end;
    }
}
