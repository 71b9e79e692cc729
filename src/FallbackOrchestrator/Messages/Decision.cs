using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>The decision about a message: the result of the facts at hand and the clock.</summary>
/// <param name="Message">The message after the decision.</param>
/// <param name="Timeline">What happened, in order.</param>
/// <param name="Call">The call that was granted, if one was requested.</param>
/// <param name="CancelledCount">The <c>cancelledCount</c> of 8x8's response: 1 if something could still be stopped, else 0.</param>
public sealed record Decision(Message Message, ImmutableArray<TimelineEntry> Timeline, GrantedCall? Call, int CancelledCount)
{
    /// <summary>The recall that was granted, if one was.</summary>
    public GrantedRecall? Recall { get; init; }

    /// <summary>The status query that was granted, if one was.</summary>
    public GrantedStatusQuery? Query { get; init; }

    /// <summary>
    /// The whole engine: joins all facts at hand into their attempts, then advances the message once, then grants the requested call. Pure:
    /// the same message, facts and time give the same decision.
    /// </summary>
    /// <param name="message">The message, its row locked.</param>
    /// <param name="facts">All facts that are not decided yet; may be empty, because time alone also advances messages.</param>
    /// <param name="now">The database's clock, read after the lock.</param>
    /// <param name="rules">The numbers of the rules.</param>
    public static Decision Decide(Message message, IReadOnlyList<Fact> facts, DateTimeOffset now, Rules rules)
    {
        var builder = new DecisionBuilder(message, now, rules);
        var joining = new Joining(builder);
        foreach (var fact in facts)
            joining.Join(fact);
        joining.LapseLeases();

        var advancing = new Advancing(builder, facts);
        advancing.Advance();

        var granting = new Granting(builder, advancing);
        foreach (var fact in facts)
            granting.Grant(fact);
        return new Decision(builder.Finished(), [.. builder.Timeline], granting.Call, advancing.CancelledCount)
        {
            Recall = builder.Recall,
            Query = builder.Query,
        };
    }
}
