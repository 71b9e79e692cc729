using System.Collections.Concurrent;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// Messages that could not be moved on, left alone for a while so that they do not hold up the others: a minute, then twice as long each
/// time, up to 16 minutes. Whoever looks for what is due leaves them out, so that they cost nothing meanwhile.
/// </summary>
internal sealed class Quarantine(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(16);

    // One that was moved on after its time is not told apart from one that nobody has looked at yet; an hour later it begins anew.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Umid, Entry> _entries = new();

    /// <summary>Leaves a message alone; answers for how long, or null if it is left alone already: two claims may have met it.</summary>
    public TimeSpan? Add(Umid umid)
    {
        lock (_entries)
        {
            var before = _entries.TryGetValue(umid, out var known) ? known : (Entry?)null;
            if (before is { } held && Holds(held))
                return null;
            var time = before is not { } earlier ? Shortest : earlier.For < Longest ? earlier.For * 2 : Longest;
            _entries[umid] = new Entry(clock.GetTimestamp(), time);
            return time;
        }
    }

    /// <summary>The messages that are left alone now.</summary>
    public Guid[] Ids
    {
        get
        {
            if (_entries.IsEmpty)
                return [];
            foreach (var (umid, entry) in _entries)
            {
                if (clock.GetElapsedTime(entry.Since) >= entry.For + Remembered)
                    _entries.TryRemove(umid, out _);
            }
            return [.. _entries.Where(entry => Holds(entry.Value)).Select(entry => entry.Key.Value)];
        }
    }

    private bool Holds(Entry entry) => clock.GetElapsedTime(entry.Since) < entry.For;

    private readonly record struct Entry(long Since, TimeSpan For);
}
