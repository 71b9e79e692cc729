using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>What the facts at hand make of a message.</summary>
/// <param name="Message">The message afterwards.</param>
/// <param name="Timeline">What happened, in order.</param>
/// <param name="Call">The call that was granted, if one was asked for.</param>
/// <param name="CancelledCount">8x8's answer to a cancel: 1 if something could still be stopped, otherwise 0.</param>
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
