namespace FallbackOrchestrator.Messages;

/// <summary>
/// The first part of a decision: joins every status and call result into its attempt, in any order. It decides nothing about the message.
/// <see cref="Advancing"/> decides what the end of a call means for the step (a retry or not), because it knows whether the message
/// continues.
/// </summary>
internal sealed class Joining(DecisionBuilder builder)
{
    private readonly AccountFailover _failover = new(builder);

    public void Join(Fact fact)
    {
        switch (fact)
        {
            case Fact.CallEnded ended when ended.Step <= builder.Attempts.Count:
                Replace(builder[ended.Step], After(builder[ended.Step], ended), Cause.Dispatch);
                break;
            case Fact.ReceiptCame came
                when came.Step <= builder.Attempts.Count && builder.StepOf(builder[came.Step]).Account == came.Account:
                var attempt = builder[came.Step];
                // A person who has played an audio has read it.
                var status = came.Played && builder.Sequence[came.Step].IsAudio ? AttemptStatus.Read
                    : came.ByReply ? StatusLadder.AtMost(came.Status, BestOf(builder.Sequence[came.Step].Channel))
                    : came.Status;
                Replace(
                    attempt, Settled(attempt.WithStatus(status, came.At, came.Error, came.ProviderId)),
                    came.ByReply ? Cause.Reply : Cause.Receipt);
                break;
            case Fact.RecallEnded ended when ended.Step <= builder.Attempts.Count:
                Replace(builder[ended.Step], After(builder[ended.Step], ended), Cause.Recall);
                break;
            case Fact.StatusQueryEnded ended when ended.Step <= builder.Attempts.Count:
                Replace(builder[ended.Step], After(builder[ended.Step], ended), Cause.Query);
                break;
        }
    }

    private static SuccessStatus BestOf(ChannelName name) =>
        Channel.TryFind(name.Value, out var channel) ? channel.Best : SuccessStatus.Read;

    /// <summary>Ends calls whose lease has expired. Their outcome is unknown, because the replica may have made the call.</summary>
    public void LapseLeases()
    {
        foreach (var attempt in builder.Attempts.FindAll(
            attempt => attempt.Handover == HandoverState.Calling && attempt.LeaseUntil <= builder.Now))
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

            // The rejection of a resend proves nothing about the first call, which may have been accepted.
            case CallResult.Rejected when ended.Epoch == attempt.ResendEpoch:
                return over;

            case CallResult.Rejected { SpeaksAgainstAccount: true, Error: var error }
                when mine && MayTryAgain(attempt) && _failover.HasNext(over, MayStillHaveBeenTaken(over)):
                return _failover.Next(over, error);

            case CallResult.Rejected { SpeaksAgainstAccount: true, Error: var error }
                when mine && MayTryAgain(attempt) && !MayStillHaveBeenTaken(over) && AccountFailover.AnotherMayRecover(over):
                return Deferred(over, error, null, ended.Jitter);

            case CallResult.Rejected rejected:
                var refused = Settled(over.WithStatus(AttemptStatus.Rejected, ended.At, rejected.Error, null));
                return mine && refused.HasFailed ? refused with { Handover = HandoverState.Refused } : refused;

            case CallResult.Deferred { Error: var error }
                when mine && MayTryAgain(attempt) && _failover.HasNext(over, MayStillHaveBeenTaken(over)):
                return _failover.Next(over, error);

            case CallResult.Deferred { Error: var error } deferred when mine && MayTryAgain(attempt):
                return Deferred(over, error, deferred.RetryAfter, ended.Jitter);

            case CallResult.Broken broken when mine && MayTryAgain(attempt):
                return AfterBreak(over, broken, ended.At);

            case CallResult.Unknown unknown when mine && attempt.Handover == HandoverState.Calling:
                return CallLeftUnknown(attempt, unknown.Reason, Cause.Dispatch, ended.Jitter);

            default:
                return over;
        }
    }

    private Attempt After(Attempt attempt, Fact.RecallEnded ended)
    {
        var over = attempt.RecallUntil is null ? attempt : attempt with { RecallUntil = null };
        switch (ended.Result)
        {
            case RecallResult.Recalled:
                return Settled(over.WithStatus(AttemptStatus.Recalled, ended.At, AttemptError.Of(ErrorClass.Recalled), null));
            case RecallResult.AlreadyDelivered:
                return Settled(over.WithStatus(AttemptStatus.Delivered, ended.At, null, null));
            // A receipt may have said more by now.
            case RecallResult.Failed failed when attempt.IsUndelivered:
                Say(attempt.Step, Cause.Recall, new MessageEvent.RecallFailed(failed.Reason));
                return over;
            default:
                return over;
        }
    }

    private Attempt After(Attempt attempt, Fact.StatusQueryEnded ended)
    {
        var over = attempt.QueriedUntil > builder.Now ? attempt with { QueriedUntil = builder.Now } : attempt;
        if (ended.Result is StatusQueryResult.Found found)
            return Settled(over.WithStatus(found.Status, found.At, found.Error, found.ProviderId));
        if (ended.Result is StatusQueryResult.Failed failed && attempt.IsOpen)
            Say(attempt.Step, Cause.Query, new MessageEvent.StatusQueryFailed(failed.Reason));
        return over;
    }

    // A deferred or broken call is retried only if no status was received yet and it is not the resend. In addition it must still be
    // running; or, if its lease has expired, the provider must take no idempotency key (with a key the repeat is already queued, and the
    // attempt stays unknown after the last repeat).
    private bool MayTryAgain(Attempt attempt) =>
        attempt is { HasStatus: false, IsResent: false }
        && (attempt.Handover == HandoverState.Calling
            || (attempt is { Handover: HandoverState.HandedOver, Unknown: true } && !RepeatsUnderItsKey(attempt)));

    private Attempt Deferred(Attempt over, AttemptError error, TimeSpan? retryAfter, double jitter)
    {
        var wait = retryAfter is { } asked ? builder.Rules.Honour(asked) : builder.Rules.BackOff(over.Deferrals + 1, jitter);
        // The first account is next, and it did not ask for a long wait.
        if (over.AccountPlace > 0 && retryAfter > builder.Rules.LongestBackOff)
            wait = builder.Rules.LongestBackOff;
        var again = TryAgain(over with { Deferrals = over.Deferrals + 1 }, error, builder.Now + wait);
        return again.Unknown ? again : _failover.First(again, error);
    }

    private Attempt AfterBreak(Attempt over, CallResult.Broken broken, DateTimeOffset at)
    {
        var error = AttemptError.Of(ErrorClass.Internal, text: broken.Reason);
        var broke = over with { Breaks = over.Breaks + 1 };
        if (broke.Breaks < builder.Rules.MaxBrokenCalls)
            return TryAgain(broke, error, builder.Now + Rules.BackOffAfterBreak(broke.Breaks));
        // This call was not sent, but an earlier one under the same key may have been accepted.
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
            LastCallError = AccountFailover.Kept(over, obstacle),
            Unknown = MayStillHaveBeenTaken(over),
        };
    }

    // A call that was provably not accepted ends the unknown state, unless the outcome of an earlier call under the same key is unknown.
    private bool MayStillHaveBeenTaken(Attempt over) => over.Unknown && RepeatsUnderItsKey(over);

    private Attempt CallLeftUnknown(Attempt attempt, string reason, Cause cause, double jitter)
    {
        Say(attempt.Step, cause, new MessageEvent.CallUnknown(reason));
        var unknown = CallOver(attempt) with { Unknown = true };
        return RepeatsUnderItsKey(attempt) && attempt is { HasStatus: false, IsResent: false }
            ? unknown with { Handover = HandoverState.Queued, DispatchAt = builder.Now + builder.Rules.BackOff(attempt.Epoch, jitter) }
            : unknown;
    }

    private bool RepeatsUnderItsKey(Attempt attempt) => builder.StepOf(attempt).TakesIdempotencyKey;

    private static Attempt CallOver(Attempt attempt) => attempt.Handover == HandoverState.Calling
        ? attempt with { Handover = HandoverState.HandedOver, LeaseUntil = null }
        : attempt;

    // A status proves that the provider has the attempt, so it is not called again. (A rejection that a later Delivered replaces was no
    // rejection.)
    private Attempt Settled(Attempt attempt) => attempt
        is { HasStatus: true, Handover: HandoverState.Queued or HandoverState.NotSent or HandoverState.Withdrawn }
        or { HasFailed: false, Handover: HandoverState.Refused }
        ? attempt with
        {
            Handover = HandoverState.HandedOver,
            DispatchAt = null,
            Resend = attempt.Resend == ResendState.Pending ? ResendState.None : attempt.Resend,
            LeaveReason = attempt.LeaveReason == LeaveReason.NotSent ? LeaveReason.Deadline : attempt.LeaveReason,
            LeasedAt = attempt.LeasedAt ?? builder.Now,
            FirstCallAt = attempt.FirstCallAt ?? builder.Now,
        }
        : attempt;

    private void Replace(Attempt before, Attempt after, Cause cause)
    {
        if (ReferenceEquals(before, after))
            return;
        if (before.BestStatus != after.BestStatus)
            after = Timed(before.BestStatus, after);
        builder[before.Step] = after;
        builder.Cause = cause;
        if (before.Status != after.Status)
            Say(after.Step, cause,
                new MessageEvent.StatusChanged(before.Status, after.Status, after.HasFailed ? after.Failure!.Error : null));
        else if (after.HasFailed && before.Failure!.Error != after.Failure!.Error)
            Say(after.Step, cause, new MessageEvent.ReasonChanged(after.Failure.Error));
    }

    // Read implies Delivered. An attempt that had the status before the times were recorded has none.
    private Attempt Timed(AttemptStatus before, Attempt after)
    {
        return after with
        {
            DeliveredAt = HasReached(AttemptStatus.Delivered) ? builder.Now : after.DeliveredAt,
            ReadAt = HasReached(AttemptStatus.Read) ? builder.Now : after.ReadAt,
        };

        bool HasReached(AttemptStatus status) =>
            StatusLadder.Rung(before) < StatusLadder.Rung(status) && StatusLadder.Rung(after.BestStatus) >= StatusLadder.Rung(status);
    }

    private void Say(int step, Cause cause, MessageEvent what)
    {
        builder.Cause = cause;
        builder.Say(step, what);
    }
}
