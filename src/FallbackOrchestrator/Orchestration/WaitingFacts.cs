using System.Collections.Concurrent;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// The messages of which this replica holds facts that are not decided upon yet: received, and waiting for their transaction or in it. What
/// is at hand is joined before time is looked at, so claims leave these messages alone: their facts move them on, and look at the clock
/// too.
/// </summary>
internal sealed class WaitingFacts
{
    private readonly ConcurrentDictionary<Umid, int> _waiting = new();

    public void Add(Umid umid) => _waiting.AddOrUpdate(umid, 1, (_, count) => count + 1);

    public void Remove(Umid umid)
    {
        while (_waiting.TryGetValue(umid, out var count))
        {
            if (count == 1 ? _waiting.TryRemove(new KeyValuePair<Umid, int>(umid, 1)) : _waiting.TryUpdate(umid, count - 1, count))
                return;
        }
    }

    public bool Any(Umid umid) => _waiting.ContainsKey(umid);
}
