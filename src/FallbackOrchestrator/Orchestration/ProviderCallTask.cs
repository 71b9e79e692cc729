using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Orchestration;

/// <summary>A call that was granted to this replica and committed: it must be made, and its result recorded.</summary>
/// <param name="Umid">The message.</param>
/// <param name="Call">The step, the lease and the end of the window.</param>
/// <param name="Step">The step's channel and account.</param>
/// <param name="Recipient">Whom it is for.</param>
/// <param name="Content">What it says; null if it was erased.</param>
/// <param name="GrantedAt">When the lease was taken, by the database's clock.</param>
/// <param name="Taken">When the lease was taken, by this process's stopwatch.</param>
public sealed record ProviderCallTask(
    Umid Umid, GrantedCall Call, FallbackStep Step, Recipient Recipient, MessageContent? Content, DateTimeOffset GrantedAt, long Taken)
{
    /// <summary>
    /// The provider's id of the message that it quotes; null if it quotes none, or one that the step's account never sent.
    /// </summary>
    public string? Quoted { get; init; }
}
