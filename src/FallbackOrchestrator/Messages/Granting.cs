namespace FallbackOrchestrator.Messages;

/// <summary>The last part of a decision: grants the requested call if the step is still to be handed over.</summary>
internal sealed class Granting(DecisionBuilder builder, Advancing advancing)
{
    private readonly AccountFailover _failover = new(builder);

    public GrantedCall? Call { get; private set; }

    public void Grant(Fact fact)
    {
        switch (fact)
        {
            case Fact.Admitted admitted when CallDue(admitted.Step) is { } attempt:
                Lease(attempt);
                break;
            case Fact.CircuitOpen open when CallDue(open.Step) is { } attempt:
                var error = AttemptError.Of(ErrorClass.Unavailable, text: "the account's circuit is open");
                if (!TryNextAccount(attempt, error))
                    GiveWayToOpenCircuit(attempt, error);
                break;
            case Fact.AccountMissing missing when CallDue(missing.Step) is { } attempt:
                var nobody = AttemptError.Of(ErrorClass.Unavailable, text: "no running replica has the account");
                if (!TryNextAccount(attempt, nobody))
                    PutOff(attempt, nobody);
                break;
        }
    }

    private Attempt? CallDue(int step) =>
        builder.Attempts.Count > 0 && builder.Message.CallDue(builder.Current, builder.Now) is { } due && due.Step == step ? due : null;

    private void Lease(Attempt attempt)
    {
        var resend = attempt.Resend == ResendState.Pending;
        var leased = attempt with
        {
            Handover = HandoverState.Calling,
            DispatchAt = null,
            Epoch = attempt.Epoch + 1,
            LeasedAt = builder.Now,
            LeaseUntil = builder.Now + builder.Rules.Lease,
            FirstCallAt = attempt.FirstCallAt ?? builder.Now,
            Resend = resend ? ResendState.Called : attempt.Resend,
            ResendEpoch = resend ? attempt.Epoch + 1 : attempt.ResendEpoch,
        };
        builder[attempt.Step] = leased;
        builder.Cause = Cause.Dispatch;
        builder.Say(leased.Step, new MessageEvent.CallStarted(leased.Epoch));
        Call = new GrantedCall(leased.Step, leased.Epoch, builder.Message.ClosesAt(leased)) { ExpiresAt = builder.Message.ExpiresAt };
    }

    private bool TryNextAccount(Attempt attempt, AttemptError error)
    {
        if (!_failover.HasNext(attempt, attempt.MayHaveBeenTaken))
            return false;
        builder[attempt.Step] = _failover.Next(attempt, error);
        return true;
    }

    // If there is a next step, an open circuit is a failure at once. On the last step, or if a call may have been accepted, it is a
    // deferral.
    private void GiveWayToOpenCircuit(Attempt attempt, AttemptError error)
    {
        if (builder.Sequence.IsLast(attempt.Step) || attempt.Unknown || AccountFailover.AnotherLimitsTheRate(attempt))
        {
            PutOff(attempt, error);
            return;
        }
        builder.Cause = Cause.Dispatch;
        advancing.GiveUp(attempt with { LastCallError = error });
        advancing.Walk();
    }

    // Has the effect of a deferred call, without a call. A deferred resend is given up, and its attempt stays unknown.
    private void PutOff(Attempt attempt, AttemptError error)
    {
        builder.Cause = Cause.Dispatch;
        if (attempt.Resend == ResendState.Pending)
            advancing.GiveUpResend(attempt, error);
        else
        {
            var retryAt = builder.Now + builder.Rules.BackOff(attempt.Deferrals + 1, jitter: 0);
            builder[attempt.Step] = attempt with
            {
                DispatchAt = retryAt,
                Deferrals = attempt.Deferrals + 1,
                FirstCallAt = attempt.FirstCallAt ?? builder.Now,
                LastCallError = AccountFailover.Kept(attempt, error),
            };
            builder.Say(attempt.Step, new MessageEvent.CallDeferred(error, retryAt));
            if (!attempt.MayHaveBeenTaken)
                builder[attempt.Step] = _failover.First(builder[attempt.Step], error);
        }
        advancing.Walk();
    }
}
