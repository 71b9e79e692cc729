using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Dispatching;

/// <summary>The position of the rotation in each queue. Every replica has its own rotation.</summary>
internal sealed class FairRotation
{
    private readonly Dictionary<QueueId, SubaccountId> _served = [];

    /// <summary>The subaccount after which the next claim begins; null to begin with the first.</summary>
    public SubaccountId? ServedLast(QueueId queue) => _served.TryGetValue(queue, out var served) ? served : null;

    /// <summary>Notes the result of a claim.</summary>
    /// <returns>True if there may be more due attempts.</returns>
    public bool Note(QueueClaim claim, IReadOnlyDictionary<SubaccountId, int> claims)
    {
        var beganAnew = !_served.Remove(claim.Queue);
        var last = claim.Subaccounts.Count - 1;
        var claimed = claims.Values.Sum();
        var isFull = claimed >= claim.Most;
        // A claim that reached the limit ended with one of the subaccounts; otherwise all of them had their share.
        while (isFull && last > 0 && !claims.ContainsKey(claim.Subaccounts[last]))
            last--;
        var next = last < claim.Subaccounts.Count - 1 ? claim.Subaccounts[last] : claim.Next;
        if (next is { } follow)
            _served[claim.Queue] = follow;
        // If nothing could be claimed, the next subaccounts are served in the next round, so that less urgent queues do not wait for them.
        return isFull || (next is null ? !beganAnew : claimed > 0) || claims.Values.Any(of => of >= claim.Share);
    }
}
