using System.Collections.Concurrent;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// The messages for which this replica has facts that are not decided yet: received, and waiting for their transaction or in it. Facts at
/// hand are joined before deadlines are checked, so claims leave these messages out: their facts advance them, and that decision reads the
/// clock too.
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
