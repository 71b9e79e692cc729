using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>The right to make one call, granted to the replica that asked.</summary>
/// <param name="Step">The step to hand over.</param>
/// <param name="Epoch">The lease, to be returned with the result.</param>
/// <param name="ClosesAt">When the step's window ends; the call may not last longer.</param>
public sealed record GrantedCall(int Step, int Epoch, DateTimeOffset? ClosesAt)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// How long the call may last: never beyond the end of its window. Null if it is too late to begin it: nothing of the window is left, or the
    /// lease could lapse during the call.
    /// </summary>
    /// <param name="grantedAt">When the lease was taken.</param>
    /// <param name="waited">The time since then.</param>
    /// <param name="timeout">How long a call may last at all.</param>
    /// <param name="lease">How long the lease is.</param>
    public TimeSpan? Longest(DateTimeOffset grantedAt, TimeSpan waited, TimeSpan timeout, TimeSpan lease)
    {
        if (waited + timeout >= lease)
            return null;
        var untilClose = ClosesAt - grantedAt - waited ?? timeout;
        return untilClose < Shortest ? null : untilClose < timeout ? untilClose : timeout;
    }
}

/// <summary>What the facts at hand make of a message.</summary>
/// <param name="Message">The message afterwards.</param>
/// <param name="Timeline">What happened, in order.</param>
/// <param name="Call">The call that was granted, if one was asked for.</param>
/// <param name="CancelledCount">8x8's answer to a cancel: 1 if something could still be stopped, else 0.</param>
public sealed record Decision(Message Message, ImmutableArray<TimelineEntry> Timeline, GrantedCall? Call, int CancelledCount)
{
    /// <summary>
    /// The whole engine: joins all facts at hand into their attempts, then advances the message once, then grants what was asked.
    /// Pure: the same message, facts and time give the same decision.
    /// </summary>
    /// <param name="message">The message, its row locked.</param>
    /// <param name="facts">Everything known that has not been decided upon; may be empty, for time alone moves messages too.</param>
    /// <param name="now">The database's clock, read after the lock.</param>
    /// <param name="rules">The numbers.</param>
    public static Decision Decide(Message message, IReadOnlyList<Fact> facts, DateTimeOffset now, Rules rules)
    {
        var draft = new DecisionBuilder(message, now, rules);
        var joining = new Joining(draft);
        foreach (var fact in facts)
            joining.Join(fact);
        joining.LapseLeases();

        var advancing = new Advancing(draft, facts);
        advancing.Advance();

        var granting = new Granting(draft, advancing);
        foreach (var fact in facts)
            granting.Grant(fact);
        return new Decision(draft.Finished(), [.. draft.Timeline], granting.Call, advancing.CancelledCount);
    }
}
