using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>The result of the decision about one message of a group.</summary>
/// <param name="Message">The message after the decision.</param>
/// <param name="Now">The clock of the decision.</param>
/// <param name="CancelledCount">The <c>cancelledCount</c> of 8x8's response.</param>
public sealed record DecisionResult(Message Message, DateTimeOffset Now, int CancelledCount)
{
    /// <summary>The result for one of several requests in the same group: of their cancels, the first has the count.</summary>
    /// <param name="facts">The facts of the request.</param>
    /// <param name="cancelled">The messages whose count was already returned; this one is added.</param>
    public DecisionResult ResultFor(IReadOnlyList<Fact> facts, HashSet<Umid> cancelled) =>
        CancelledCount == 0 || (facts.Any(fact => fact is Fact.CancelRequested) && cancelled.Add(Message.Umid))
            ? this : this with { CancelledCount = 0 };
}
