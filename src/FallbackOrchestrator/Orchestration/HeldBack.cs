using System.Collections.Concurrent;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// Messages that could not be moved on, left alone for a while so that they do not hold up the others: a minute, then twice as long each time, up to 16
/// minutes. Whoever looks for what is due leaves them out, so that they cost nothing meanwhile.
/// </summary>
internal sealed class HeldBack(TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private const int MostDoublings = 4;

    // One that was moved on after its time is not told apart from one that nobody has looked at yet; an hour later it begins anew.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Umid, Entry> _entries = new();

    /// <summary>Leaves a message alone; answers for how long.</summary>
    public TimeSpan Add(Umid umid)
    {
        var entry = _entries.AddOrUpdate(
            umid,
            _ => new Entry(time.GetTimestamp(), Shortest),
            (_, before) => new Entry(time.GetTimestamp(), before.For < Shortest * (1 << MostDoublings) ? before.For * 2 : before.For));
        return entry.For;
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
                if (time.GetElapsedTime(entry.Since) >= entry.For + Remembered)
                    _entries.TryRemove(umid, out _);
            }
            return [.. _entries.Where(entry => time.GetElapsedTime(entry.Value.Since) < entry.Value.For).Select(entry => entry.Key.Value)];
        }
    }

    private readonly record struct Entry(long Since, TimeSpan For);
}
