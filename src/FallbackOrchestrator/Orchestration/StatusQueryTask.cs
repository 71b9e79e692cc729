using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>A status query that was granted to this replica (rule L6).</summary>
/// <param name="Umid">The message.</param>
/// <param name="Granted">The step, and the provider's ids.</param>
/// <param name="Step">The step's channel and account.</param>
/// <param name="Recipient">The recipient of the message.</param>
/// <param name="Taken">The time at which it was granted, by this process's stopwatch.</param>
public sealed record StatusQueryTask(Umid Umid, GrantedStatusQuery Granted, FallbackStep Step, Recipient Recipient, long Taken)
    : ImmediateCallTask(Umid, Step, Recipient, Taken)
{
    /// <inheritdoc/>
    public override int StepNumber => Granted.Step;
}
