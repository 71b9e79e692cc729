using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>The subaccounts that a claim of a queue serves, in order.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Subaccounts">The subaccounts.</param>
/// <param name="Most">How many attempts the claim takes at most.</param>
public sealed record QueueClaim(QueueId Queue, IReadOnlyList<SubaccountId> Subaccounts, int Most)
{
    /// <summary>How many of these attempts may belong to one subaccount.</summary>
    public int Share => (Most + Subaccounts.Count - 1) / Math.Max(1, Subaccounts.Count);

    /// <summary>The next claim begins after this subaccount; null if this claim reached the last one.</summary>
    public SubaccountId? Next { get; init; }
}
