using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// A call about an attempt that its provider has: a recall or a status query. It was granted to this replica and committed; it must be made
/// at once, is not repeated, and its result is recorded.
/// </summary>
/// <param name="Umid">The message.</param>
/// <param name="Step">The step's channel and account.</param>
/// <param name="Recipient">The recipient of the message.</param>
/// <param name="Taken">The time at which it was granted, by this process's stopwatch.</param>
public abstract record ImmediateCallTask(Umid Umid, FallbackStep Step, Recipient Recipient, long Taken)
{
    /// <summary>The number of the step.</summary>
    public abstract int StepNumber { get; }

    /// <summary>The position of the message in a trace; null if it is not traced.</summary>
    public string? TraceParent { get; init; }
}
