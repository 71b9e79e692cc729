namespace FallbackOrchestrator.Messages;

/// <summary>The last part of a decision: grants the requested call if the step is still to be handed over.</summary>
internal sealed class Granting(DecisionBuilder draft, Advancing advancing)
{
    public GrantedCall? Call { get; private set; }

    public void Grant(Fact fact)
    {
        switch (fact)
        {
            case Fact.Admitted admitted when CallDue(admitted.Step) is { } attempt:
                Lease(attempt);
                break;
            case Fact.CircuitOpen open when CallDue(open.Step) is { } attempt:
                GiveWayToOpenCircuit(attempt);
                break;
            case Fact.AccountMissing missing when CallDue(missing.Step) is { } attempt:
                PutOff(attempt, AttemptError.Of(ErrorClass.Unavailable, text: "no running replica has the account"));
                break;
        }
    }

    private Attempt? CallDue(int step) =>
        draft.Attempts.Count > 0 && draft.Message.CallDue(draft.Current, draft.Now) is { } due && due.Step == step ? due : null;

    private void Lease(Attempt attempt)
    {
        var resend = attempt.Resend == ResendState.Pending;
        var leased = attempt with
        {
            Handover = HandoverState.Calling,
            DispatchAt = null,
            Epoch = attempt.Epoch + 1,
            LeasedAt = draft.Now,
            LeaseUntil = draft.Now + draft.Rules.Lease,
            FirstCallAt = attempt.FirstCallAt ?? draft.Now,
            Resend = resend ? ResendState.Called : attempt.Resend,
            ResendEpoch = resend ? attempt.Epoch + 1 : attempt.ResendEpoch,
        };
        draft[attempt.Step] = leased;
        draft.Cause = Cause.Dispatch;
        draft.Say(leased.Step, new MessageEvent.CallStarted(leased.Epoch));
        Call = new GrantedCall(leased.Step, leased.Epoch, draft.Message.ClosesAt(leased));
    }

    // If there is a next step, an open circuit is a failure at once. On the last step, or if a call may have been accepted, it is a
    // deferral.
    private void GiveWayToOpenCircuit(Attempt attempt)
    {
        var error = AttemptError.Of(ErrorClass.Unavailable, text: "the account's circuit is open");
        if (draft.Sequence.IsLast(attempt.Step) || attempt.Unknown)
        {
            PutOff(attempt, error);
            return;
        }
        draft.Cause = Cause.Dispatch;
        advancing.GiveUp(attempt with { LastCallError = error });
        advancing.Walk();
    }

    // Has the effect of a deferred call, without a call. A deferred resend is given up, and its attempt stays unknown.
    private void PutOff(Attempt attempt, AttemptError error)
    {
        draft.Cause = Cause.Dispatch;
        if (attempt.Resend == ResendState.Pending)
            advancing.GiveUpResend(attempt, error);
        else
        {
            var retryAt = draft.Now + draft.Rules.BackOff(attempt.Deferrals + 1, jitter: 0);
            draft[attempt.Step] = attempt with
            {
                DispatchAt = retryAt,
                Deferrals = attempt.Deferrals + 1,
                FirstCallAt = attempt.FirstCallAt ?? draft.Now,
                LastCallError = error,
            };
            draft.Say(attempt.Step, new MessageEvent.CallDeferred(error, retryAt));
        }
        advancing.Walk();
    }
}
