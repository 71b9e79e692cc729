namespace FallbackOrchestrator.Messages;

/// <summary>
/// The first half of a decision: every word is joined into its attempt, whatever the order. Nothing is decided about the message here;
/// what a call's end means for the step (another try or none) is left to <see cref="Advancing"/>, which knows whether the message goes on.
/// </summary>
internal sealed class Joining(DecisionBuilder draft)
{
    public void Join(Fact fact)
    {
        switch (fact)
        {
            case Fact.CallEnded ended when ended.Step <= draft.Attempts.Count:
                Replace(draft[ended.Step], After(draft[ended.Step], ended), Cause.Dispatch);
                break;
            case Fact.ReceiptCame came when came.Step <= draft.Attempts.Count && draft.Sequence[came.Step].Account == came.Account:
                var attempt = draft[came.Step];
                // Who played an audio has heard what there was to read.
                var word = came.Played && draft.Sequence[came.Step].IsAudio ? AttemptStatus.Read : came.Status;
                Replace(attempt, Settled(attempt.WithStatus(word, came.At, came.Error, came.ProviderId)), Cause.Receipt);
                break;
        }
    }

    /// <summary>A lease that lapsed is an unknown outcome: the replica that held it may have called.</summary>
    public void LapseLeases()
    {
        foreach (
            var attempt in draft.Attempts.FindAll(attempt => attempt.Handover == HandoverState.Calling && attempt.LeaseUntil <= draft.Now))
            Replace(attempt, CallLeftUnknown(attempt, "the replica that was calling was lost", Cause.Recovery, jitter: 0), Cause.Recovery);
    }

    private Attempt After(Attempt attempt, Fact.CallEnded ended)
    {
        var mine = ended.Epoch == attempt.Epoch;
        var over = mine ? CallOver(attempt) : attempt;
        switch (ended.Result)
        {
            case CallResult.Accepted accepted:
                return Settled(over.WithStatus(accepted.As, ended.At, null, accepted.ProviderId));

            // A resend that is refused says nothing of the first call, which may have been taken.
            case CallResult.Rejected when ended.Epoch == attempt.ResendEpoch:
                return over;

            case CallResult.Rejected rejected:
                var refused = Settled(over.WithStatus(AttemptStatus.Rejected, ended.At, rejected.Error, null));
                return mine && refused.HasFailed ? refused with { Handover = HandoverState.Refused } : refused;

            case CallResult.Deferred deferred when mine && MayTryAgain(attempt):
                var wait = deferred.RetryAfter is { } asked
                    ? draft.Rules.Honour(asked) : draft.Rules.BackOff(attempt.Deferrals + 1, ended.Jitter);
                return TryAgain(over with { Deferrals = attempt.Deferrals + 1 }, deferred.Error, draft.Now + wait);

            case CallResult.Broken broken when mine && MayTryAgain(attempt):
                return AfterBreak(over, broken, ended.At);

            case CallResult.Unknown unknown when mine && attempt.Handover == HandoverState.Calling:
                return CallLeftUnknown(attempt, unknown.Reason, Cause.Dispatch, ended.Jitter);

            default:
                return over;
        }
    }

    // A deferral or a break is news only while no word says more and it is not the one resend; and after its lease lapsed only where it
    // was the one call that could be in the dark: under a key the attempt is repeated anyhow, and stays unknown when that is over.
    private bool MayTryAgain(Attempt attempt) =>
        attempt is { HasStatus: false, IsResent: false }
        && (attempt.Handover == HandoverState.Calling
            || (attempt is { Handover: HandoverState.HandedOver, Unknown: true } && !RepeatsUnderItsKey(attempt)));

    private Attempt AfterBreak(Attempt over, CallResult.Broken broken, DateTimeOffset at)
    {
        var error = AttemptError.Of(ErrorClass.Internal, text: broken.Reason);
        var broke = over with { Breaks = over.Breaks + 1 };
        if (broke.Breaks < draft.Rules.MaxBrokenCalls)
            return TryAgain(broke, error, draft.Now + Rules.BackOffAfterBreak(broke.Breaks));
        // This call did not leave, but one before it under the same key may have.
        return MayStillHaveBeenTaken(broke)
            ? broke : broke.WithStatus(AttemptStatus.Rejected, at, error, null) with { Handover = HandoverState.Refused };
    }

    private Attempt TryAgain(Attempt over, AttemptError obstacle, DateTimeOffset at)
    {
        if (over.LeaveReason == LeaveReason.Nothing)
            Say(over.Step, Cause.Dispatch, new MessageEvent.CallDeferred(obstacle, at));
        return over with
        {
            Handover = HandoverState.Queued,
            DispatchAt = at,
            LastCallError = obstacle,
            Unknown = MayStillHaveBeenTaken(over),
        };
    }

    // A call that was provably not taken ends the unknown, unless an earlier one under the same key is still in the dark.
    private bool MayStillHaveBeenTaken(Attempt over) => over.Unknown && RepeatsUnderItsKey(over);

    private Attempt CallLeftUnknown(Attempt attempt, string reason, Cause cause, double jitter)
    {
        Say(attempt.Step, cause, new MessageEvent.CallUnknown(reason));
        var unknown = CallOver(attempt) with { Unknown = true };
        return RepeatsUnderItsKey(attempt) && attempt is { HasStatus: false, IsResent: false }
            ? unknown with { Handover = HandoverState.Queued, DispatchAt = draft.Now + draft.Rules.BackOff(attempt.Epoch, jitter) }
            : unknown;
    }

    private bool RepeatsUnderItsKey(Attempt attempt) => draft.Sequence[attempt.Step].TakesIdempotencyKey;

    private static Attempt CallOver(Attempt attempt) => attempt.Handover == HandoverState.Calling
        ? attempt with { Handover = HandoverState.HandedOver, LeaseUntil = null }
        : attempt;

    // A word shows that the provider has the attempt, whatever we thought: it is not called again. (A refusal that a later Delivered
    // overrules was none.)
    private Attempt Settled(Attempt attempt) => attempt
        is { HasStatus: true, Handover: HandoverState.Queued or HandoverState.NotSent or HandoverState.Withdrawn }
        or { HasFailed: false, Handover: HandoverState.Refused }
        ? attempt with
        {
            Handover = HandoverState.HandedOver,
            DispatchAt = null,
            Resend = attempt.Resend == ResendState.Pending ? ResendState.None : attempt.Resend,
            LeaveReason = attempt.LeaveReason == LeaveReason.NotSent ? LeaveReason.Deadline : attempt.LeaveReason,
            LeasedAt = attempt.LeasedAt ?? draft.Now,
            FirstCallAt = attempt.FirstCallAt ?? draft.Now,
        }
        : attempt;

    private void Replace(Attempt before, Attempt after, Cause cause)
    {
        if (ReferenceEquals(before, after))
            return;
        draft[before.Step] = after;
        draft.Cause = cause;
        if (before.Status != after.Status)
            Say(after.Step, cause,
                new MessageEvent.StatusChanged(before.Status, after.Status, after.HasFailed ? after.Failure!.Error : null));
        else if (after.HasFailed && before.Failure!.Error != after.Failure!.Error)
            Say(after.Step, cause, new MessageEvent.ReasonChanged(after.Failure.Error));
    }

    private void Say(int step, Cause cause, MessageEvent what)
    {
        draft.Cause = cause;
        draft.Say(step, what);
    }
}
