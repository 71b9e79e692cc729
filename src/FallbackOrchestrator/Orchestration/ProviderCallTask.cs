using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Orchestration;

/// <summary>A call that was granted to this replica and committed: it must be made, and its result recorded.</summary>
/// <param name="Umid">The message.</param>
/// <param name="Call">The step, the lease and the end of the window.</param>
/// <param name="Step">The step's channel and account.</param>
/// <param name="Recipient">The recipient of the message.</param>
/// <param name="Content">The content of the message; null if it was erased.</param>
/// <param name="GrantedAt">The time at which the lease was taken, by the database's clock.</param>
/// <param name="Taken">The time at which the lease was taken, by this process's stopwatch.</param>
public sealed record ProviderCallTask(
    Umid Umid, GrantedCall Call, FallbackStep Step, Recipient Recipient, MessageContent? Content, DateTimeOffset GrantedAt, long Taken)
{
    /// <summary>The provider's id of the quoted message; null if none is quoted, or if the step's account did not send it.</summary>
    public string? Quoted { get; init; }

    /// <summary>The position of the message in a trace; null if it is not traced.</summary>
    public string? TraceParent { get; init; }
}
