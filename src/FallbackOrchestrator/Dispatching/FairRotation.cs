using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Dispatching;

/// <summary>Where the round of the subaccounts stands at each queue. Every replica goes its own round.</summary>
internal sealed class FairRotation
{
    private readonly Dictionary<QueueId, SubaccountId> _served = [];

    /// <summary>The subaccount after which the next claim begins; null for the first one.</summary>
    public SubaccountId? ServedLast(QueueId queue) => _served.TryGetValue(queue, out var served) ? served : null;

    /// <summary>Notes what was claimed.</summary>
    /// <returns>Whether attempts may be left that are due.</returns>
    public bool Note(QueueClaim claim, IReadOnlyDictionary<SubaccountId, int> claims)
    {
        var beganAnew = !_served.Remove(claim.Queue);
        var last = claim.Subaccounts.Count - 1;
        var claimed = claims.Values.Sum();
        var isFull = claimed >= claim.Most;
        // A claim that the limit cut off ended with one of the subaccounts; otherwise all of them have had their claim.
        while (isFull && last > 0 && !claims.ContainsKey(claim.Subaccounts[last]))
            last--;
        var next = last < claim.Subaccounts.Count - 1 ? claim.Subaccounts[last] : claim.Next;
        if (next is { } follow)
            _served[claim.Queue] = follow;
        // Where nothing could be claimed, those who follow are looked at with the next look: they must not keep what is less urgent
        // waiting.
        return isFull || (next is null ? !beganAnew : claimed > 0) || claims.Values.Any(of => of >= claim.Share);
    }
}
