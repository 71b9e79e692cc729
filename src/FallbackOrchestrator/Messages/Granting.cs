namespace FallbackOrchestrator.Messages;

/// <summary>The last act of a decision: the call that was asked for is granted if the step is still the one to hand over.</summary>
internal sealed class Granting(Draft draft, Advancing advancing)
{
    public GrantedCall? Call { get; private set; }

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

    private Attempt? ToBeCalled(int step) =>
        draft.Message.Outcome is null && draft.Attempts is [.., { Handover: HandoverState.Queued } current]
        && current.Step == step && current.DispatchAt <= draft.Now
            ? current
            : null;

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

    // Where a next step exists an open circuit is a failure at once; on the last step, or where a call may have been taken, it is a deferral.
    private void GiveWayToOpenCircuit(Attempt attempt)
    {
        var error = AttemptError.Of(ErrorClass.Unavailable, text: "the account's circuit is open");
        draft.Cause = Cause.Dispatch;
        if (!draft.Sequence.IsLast(attempt.Step) && !attempt.Unknown)
            advancing.GiveUp(attempt with { Obstacle = error });
        else
        {
            var retryAt = draft.Now + draft.Rules.BackOff(attempt.Deferrals + 1, jitter: 0);
            draft[attempt.Step] = attempt with
            {
                DispatchAt = retryAt,
                Deferrals = attempt.Deferrals + 1,
                FirstCallAt = attempt.FirstCallAt ?? draft.Now,
                Obstacle = error,
            };
            draft.Say(attempt.Step, new MessageEvent.CallDeferred(error, retryAt));
        }
        advancing.Walk();
    }
}
