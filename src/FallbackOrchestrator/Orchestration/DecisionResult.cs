using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>What became of one message in a group.</summary>
/// <param name="Message">The message afterwards.</param>
/// <param name="Now">The clock of the decision.</param>
/// <param name="CancelledCount">8x8's answer to a cancel.</param>
public sealed record DecisionResult(Message Message, DateTimeOffset Now, int CancelledCount)
{
    /// <summary>What is answered to one of several requests that met in a group: of their cancels the first has the count.</summary>
    /// <param name="facts">The facts of the request.</param>
    /// <param name="cancelled">The messages whose count was given already; this one is added.</param>
    public DecisionResult AnswerTo(IReadOnlyList<Fact> facts, HashSet<Umid> cancelled) =>
        CancelledCount == 0 || (facts.Any(fact => fact is Fact.CancelRequested) && cancelled.Add(Message.Umid))
            ? this : this with { CancelledCount = 0 };
}
