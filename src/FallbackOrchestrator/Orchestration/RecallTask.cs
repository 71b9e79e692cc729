using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>A recall that was granted to this replica and committed: it must be made at once, and its result recorded.</summary>
/// <param name="Umid">The message.</param>
/// <param name="Granted">The step, and the provider's ids.</param>
/// <param name="Step">The step's channel and account.</param>
/// <param name="Recipient">The recipient of the message.</param>
/// <param name="Taken">The time at which it was granted, by this process's stopwatch.</param>
public sealed record RecallTask(Umid Umid, GrantedRecall Granted, FallbackStep Step, Recipient Recipient, long Taken)
{
    /// <summary>The position of the message in a trace; null if it is not traced.</summary>
    public string? TraceParent { get; init; }
}
