namespace FallbackOrchestrator.Messages;

/// <summary>
/// The first half of a decision: every word is joined into its attempt, whatever the order. Nothing is decided about the message here;
/// what a call's end means for the step (another try or none) is left to <see cref="Advancing"/>, which knows whether the message goes on.
/// </summary>
internal sealed class Joining
{
    public Joining(Message message, DateTimeOffset now, Rules rules)
    {
        Message = message;
        Attempts = [.. message.Attempts];
        Now = now;
        Rules = rules;
    }

    public Message Message { get; }

    public List<Attempt> Attempts { get; }

    public List<TimelineEntry> Timeline { get; } = [];

    public DateTimeOffset Now { get; }

    public Rules Rules { get; }

    /// <summary>What brought the latest joined change about.</summary>
    public Cause? LatestCause { get; private set; }

    public void Join(Fact fact)
    {
        switch (fact)
        {
            case Fact.CallEnded ended when ended.Step <= Attempts.Count:
                Replace(Attempts[ended.Step - 1], After(Attempts[ended.Step - 1], ended), Cause.Dispatch);
                break;
            case Fact.ReceiptCame came when came.Step <= Attempts.Count && Message.Sequence[came.Step].Account == came.Account:
                var attempt = Attempts[came.Step - 1];
                Replace(attempt, Settled(attempt.Hear(came.Word, came.At, came.Error, came.ProviderId)), Cause.Receipt);
                break;
        }
    }

    /// <summary>A lease that lapsed is an unknown outcome: the replica that held it may have called.</summary>
    public void LapseLeases()
    {
        for (var i = 0; i < Attempts.Count; i++)
        {
            if (Attempts[i] is { Handover: HandoverState.Calling, LeaseUntil: { } until } attempt && until <= Now)
                Replace(attempt, CallLeftUnknown(attempt, "the replica that was calling was lost", Cause.Recovery, jitter: 0), Cause.Recovery);
        }
    }

    private Attempt After(Attempt attempt, Fact.CallEnded ended)
    {
        var mine = ended.Epoch == attempt.Epoch;
        var over = mine ? CallOver(attempt) : attempt;
        switch (ended.Result)
        {
            case CallResult.Accepted accepted:
                return Settled(over.Hear(accepted.As, ended.At, null, accepted.ProviderId));

            // A resend that is refused says nothing of the first call, which may have been taken.
            case CallResult.Rejected when ended.Epoch == attempt.ResendEpoch:
                return over;

            case CallResult.Rejected rejected:
                var refused = over.Hear(Word.Rejected, ended.At, rejected.Error, null);
                return Settled(mine && refused.Handover == HandoverState.HandedOver ? refused with { Handover = HandoverState.Refused } : refused);

            case CallResult.Deferred deferred when mine && MayTryAgain(attempt):
                var retryAt = Now + (deferred.RetryAfter ?? Rules.BackOff(attempt.Deferrals + 1, ended.Jitter));
                Say(attempt.Step, Cause.Dispatch, new MessageEvent.CallDeferred(deferred.Error, retryAt));
                return over with
                {
                    Handover = HandoverState.Queued,
                    DispatchAt = retryAt,
                    Deferrals = attempt.Deferrals + 1,
                    Obstacle = deferred.Error,
                    Unknown = attempt.Unknown && RepeatsUnderItsKey(attempt),
                };

            case CallResult.Broken broken when mine && MayTryAgain(attempt):
                return AfterBreak(over, broken, ended.At);

            case CallResult.Unknown unknown when mine && attempt.Handover == HandoverState.Calling:
                return CallLeftUnknown(attempt, unknown.Reason, Cause.Dispatch, ended.Jitter);

            default:
                return over;
        }
    }

    // A deferral or a break is news only while it is the attempt's latest call, no word says more, and it is not the one resend.
    private static bool MayTryAgain(Attempt attempt) =>
        !attempt.HasWord
        && attempt.ResendEpoch != attempt.Epoch
        && (attempt.Handover == HandoverState.Calling || attempt is { Handover: HandoverState.HandedOver, Unknown: true });

    private Attempt AfterBreak(Attempt over, CallResult.Broken broken, DateTimeOffset at)
    {
        var error = AttemptError.Of(ErrorClass.Internal, text: broken.Reason);
        var breaks = over.Breaks + 1;
        if (breaks >= Rules.MostBreaks)
            return over.Hear(Word.Rejected, at, error, null) with { Breaks = breaks, Handover = HandoverState.Refused };
        var retryAt = Now + Rules.BackOffAfterBreak(breaks);
        Say(over.Step, Cause.Dispatch, new MessageEvent.CallDeferred(error, retryAt));
        return over with
        {
            Handover = HandoverState.Queued,
            DispatchAt = retryAt,
            Breaks = breaks,
            Obstacle = error,
            Unknown = over.Unknown && RepeatsUnderItsKey(over),
        };
    }

    private Attempt CallLeftUnknown(Attempt attempt, string reason, Cause cause, double jitter)
    {
        Say(attempt.Step, cause, new MessageEvent.CallUnknown(reason));
        var unknown = CallOver(attempt) with { Unknown = true };
        return RepeatsUnderItsKey(attempt) && !attempt.HasWord
            ? unknown with { Handover = HandoverState.Queued, DispatchAt = Now + Rules.BackOff(attempt.Epoch, jitter) }
            : unknown;
    }

    private bool RepeatsUnderItsKey(Attempt attempt) => Message.Sequence[attempt.Step].TakesIdempotencyKey;

    private static Attempt CallOver(Attempt attempt) => attempt.Handover == HandoverState.Calling
        ? attempt with { Handover = HandoverState.HandedOver, LeaseUntil = null }
        : attempt;

    // A word shows that the provider has the attempt, whatever we thought: it is not called again.
    private Attempt Settled(Attempt attempt) => attempt is { HasWord: true, Handover: HandoverState.Queued or HandoverState.NotSent or HandoverState.Withdrawn }
        ? attempt with
        {
            Handover = HandoverState.HandedOver,
            DispatchAt = null,
            Resend = attempt.Resend == ResendState.Pending ? ResendState.None : attempt.Resend,
            LeasedAt = attempt.LeasedAt ?? Now,
            FirstCallAt = attempt.FirstCallAt ?? Now,
        }
        : attempt;

    private void Replace(Attempt before, Attempt after, Cause cause)
    {
        if (ReferenceEquals(before, after))
            return;
        Attempts[before.Step - 1] = after;
        LatestCause = cause;
        if (before.Status != after.Status)
            Say(after.Step, cause, new MessageEvent.StatusChanged(before.Status, after.Status, after.HasFailed ? after.Failure!.Error : null));
    }

    private void Say(int step, Cause cause, MessageEvent what) => Timeline.Add(new TimelineEntry(step, cause, what));
}
