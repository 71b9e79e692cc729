using System.Collections.Concurrent;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// Messages that could not be processed. They are left alone for a while, so that they do not block the others: for a minute, then for
/// twice as long each time, up to 16 minutes. Claims leave them out, so they cost nothing meanwhile.
/// </summary>
internal sealed class Quarantine(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(16);

    // A message that was processed after its quarantine looks like one that was not claimed yet; after an hour the count begins again.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Umid, Entry> _entries = new();

    /// <summary>
    /// Adds a message. Returns the length of its quarantine, or null if it is in quarantine already, because two claims may have met it.
    /// </summary>
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

    /// <summary>The messages in quarantine.</summary>
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
