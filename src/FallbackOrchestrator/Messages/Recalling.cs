namespace FallbackOrchestrator.Messages;

/// <summary>
/// L4. An attempt that the provider has, or may have, but has not delivered is withdrawn there: before the next step starts, and when the
/// message is stopped. The next step waits for the result, but not longer than <see cref="Rules.RecallTimeout"/>.
/// </summary>
internal sealed class Recalling(DecisionBuilder builder)
{
    /// <summary>Recalls an attempt that was just left. If it is the last step, nothing follows that a delivery could repeat.</summary>
    public void RecallBeforeNextStep(int step)
    {
        if (!builder.Sequence.IsLast(step) && TryGrant(step))
            builder[step] = builder[step] with { RecallUntil = builder.Now + Rules.RecallTimeout };
    }

    /// <summary>Recalls the current attempt of a message that was just stopped. Nothing waits for the result.</summary>
    /// <returns>True if a recall starts.</returns>
    public bool RecallOnStop() =>
        builder.Attempts is [.., { LeaveReason: LeaveReason.Nothing } current] && TryGrant(current.Step);

    /// <summary>
    /// Recalls an attempt whose call ended only after its step was left or the message was stopped: during the call there was nothing to
    /// recall yet. Nothing waits for the result.
    /// </summary>
    /// <param name="before">The message before the decision.</param>
    public void RecallWhatCameLate(Message before)
    {
        foreach (var calling in before.Attempts)
        {
            var isOver = calling.LeaveReason != LeaveReason.Nothing || before.StoppedAs is Outcome.Cancelled or Outcome.Expired;
            if (calling.Handover == HandoverState.Calling && isOver && builder.Recall is null
                && !builder.Message.Stands(builder[calling.Step]) && TryGrant(calling.Step))
                return;
        }
    }

    /// <summary>Stops waiting for a recall whose time is over, or that something else has made needless.</summary>
    public void EndIfOver()
    {
        if (builder.Current is not { RecallUntil: { } until } current || (current.IsUndelivered && until > builder.Now))
            return;
        builder[current.Step] = current with { RecallUntil = null };
        if (!current.IsUndelivered)
            return;
        builder.Cause = Cause.Deadline;
        builder.Say(current.Step, new MessageEvent.RecallFailed("no response in time"));
    }

    private bool TryGrant(int step)
    {
        var attempt = builder[step];
        if (!builder.StepOf(attempt).CanBeRecalled || !attempt.IsUndelivered)
            return false;
        builder.Recall = new GrantedRecall(step, attempt.ProviderIds, attempt.HasStatus);
        builder.Say(step, new MessageEvent.RecallStarted());
        return true;
    }
}
