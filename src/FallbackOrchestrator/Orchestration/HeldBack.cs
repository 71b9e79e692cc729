using System.Collections.Concurrent;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>Messages that could not be moved on, left alone for a minute so that they do not hold up the others.</summary>
internal sealed class HeldBack(TimeProvider time)
{
    private static readonly TimeSpan For = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Umid, long> _since = new();

    public void Add(Umid umid) => _since[umid] = time.GetTimestamp();

    public bool Holds(Umid umid) => _since.TryGetValue(umid, out var since) && time.GetElapsedTime(since) < For;

    /// <summary>The messages that are held back now.</summary>
    public Guid[] Ids
    {
        get
        {
            if (_since.IsEmpty)
                return [];
            foreach (var (umid, since) in _since)
            {
                if (time.GetElapsedTime(since) >= For)
                    _since.TryRemove(umid, out _);
            }
            return [.. _since.Keys.Select(umid => umid.Value)];
        }
    }
}
