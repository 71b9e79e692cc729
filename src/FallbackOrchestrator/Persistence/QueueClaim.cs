using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>The subaccounts whose turn it is at a queue, in order.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Subaccounts">Them.</param>
/// <param name="Most">How many attempts they may claim together.</param>
public sealed record QueueClaim(QueueId Queue, IReadOnlyList<SubaccountId> Subaccounts, int Most)
{
    /// <summary>How many of them may be one subaccount's.</summary>
    public int Share => (Most + Subaccounts.Count - 1) / Math.Max(1, Subaccounts.Count);

    /// <summary>The subaccount after which the next turn begins; null if this one looked at all that follow.</summary>
    public SubaccountId? Next { get; init; }
}
