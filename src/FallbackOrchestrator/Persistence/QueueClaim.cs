using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>The subaccounts that a claim of a queue serves, in order.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Subaccounts">The subaccounts.</param>
/// <param name="Most">The most attempts of the claim.</param>
public sealed record QueueClaim(QueueId Queue, IReadOnlyList<SubaccountId> Subaccounts, int Most)
{
    /// <summary>The most attempts of one subaccount in the claim.</summary>
    public int Share => (Most + Subaccounts.Count - 1) / Math.Max(1, Subaccounts.Count);

    /// <summary>The next claim begins after this subaccount; null if this claim reached the last one.</summary>
    public SubaccountId? Next { get; init; }
}
