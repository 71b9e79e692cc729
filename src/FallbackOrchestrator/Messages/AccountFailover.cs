namespace FallbackOrchestrator.Messages;

/// <summary>
/// U10. A step may have several accounts. If one provably did not take the message, for a reason of the account or its provider, the next
/// one gets it at once. If all have failed in this way and there is a next step, that one starts at once; on the last step, and while a
/// provider only limits the rate, they are tried again in their order.
/// </summary>
internal sealed class AccountFailover(DecisionBuilder builder)
{
    /// <summary>True if another account follows, the step waits for it, and no earlier call may have been accepted.</summary>
    /// <param name="attempt">The attempt after its call.</param>
    /// <param name="mayHaveBeenTaken">True if an earlier call may have been accepted.</param>
    public bool HasNext(Attempt attempt, bool mayHaveBeenTaken) =>
        !mayHaveBeenTaken
        && attempt is { LeaveReason: LeaveReason.Nothing, Resend: ResendState.None }
        && attempt.AccountPlace < builder.Sequence[attempt.Step].OtherAccounts.Length;

    /// <summary>True if an earlier account may recover, although this one has rejected the message.</summary>
    public static bool AnotherMayRecover(Attempt attempt) =>
        attempt.AccountPlace > 0 && attempt.LastCallError?.Class is ErrorClass.Unavailable or ErrorClass.Throttled;

    /// <summary>True if an earlier account only limits the rate: the step waits for it, whatever is wrong with this one.</summary>
    public static bool AnotherLimitsTheRate(Attempt attempt) =>
        attempt.AccountPlace > 0 && attempt.LastCallError?.Class == ErrorClass.Throttled;

    /// <summary>
    /// Of the errors of the accounts so far, the one that may be over soonest: it decides whether the step waits. Otherwise a second
    /// account without credit would end the wait for the first one, which only limits the rate.
    /// </summary>
    public static AttemptError Kept(Attempt attempt, AttemptError error) =>
        attempt is { AccountPlace: > 0, LastCallError: { } earlier } && Hope(earlier) > Hope(error) ? earlier : error;

    /// <summary>True if no account of the step takes the message now, and the next step should not wait for them.</summary>
    public bool IsExhausted(Attempt attempt) =>
        !builder.Sequence[attempt.Step].OtherAccounts.IsEmpty
        && attempt is { AccountPlace: 0, Deferrals: > 0, MayHaveBeenTaken: false }
        && attempt.LastCallError?.Class != ErrorClass.Throttled
        && !builder.Sequence.IsLast(attempt.Step);

    /// <summary>Hands the attempt to the next account, at once. If none was called yet, it may wait for that account's limits.</summary>
    public Attempt Next(Attempt attempt, AttemptError error)
    {
        return Changed(attempt, attempt.AccountPlace + 1, error) with
        {
            Handover = HandoverState.Queued,
            DispatchAt = builder.Now,
            Deferrals = attempt.Deferrals + 1,
            Unknown = false,
            LastCallError = Kept(attempt, error),
        };
    }

    /// <summary>Returns the attempt to the first account, for its next try. One that is not tried again stays where it is.</summary>
    public Attempt First(Attempt attempt, AttemptError error) =>
        attempt is { AccountPlace: > 0, LeaveReason: LeaveReason.Nothing, Resend: ResendState.None } ? Changed(attempt, 0, error) : attempt;

    private static int Hope(AttemptError error) => error.Class switch
    {
        ErrorClass.Throttled => 2,
        ErrorClass.Unavailable => 1,
        _ => 0,
    };

    private Attempt Changed(Attempt attempt, int place, AttemptError error)
    {
        var changed = attempt with { AccountPlace = place };
        if (attempt.LeaveReason != LeaveReason.Nothing)
            return changed;
        builder.Cause = Cause.Dispatch;
        builder.Say(
            attempt.Step, new MessageEvent.AccountChanged(builder.StepOf(attempt).Account, builder.StepOf(changed).Account, error));
        return changed;
    }
}
