using System.Collections.Concurrent;

namespace FallbackOrchestrator;

/// <summary>
/// Limits how often something may happen for each of many keys, such as wrong keys from an address. What is not used is not saved; what was
/// used comes back evenly. The table has a limited size, because strangers choose the keys.
/// </summary>
/// <remarks>System.Threading.RateLimiting is not used: the number of its partitions is not limited, and tests control the clock.</remarks>
/// <param name="most">The number at once, and within <paramref name="within"/>.</param>
/// <param name="within">The time.</param>
/// <param name="mostKeys">The most keys that are kept. If more are in use, those that have used the least are forgotten.</param>
/// <param name="time">The clock.</param>
internal sealed class KeyedRateLimit<TKey>(int most, TimeSpan within, int mostKeys, TimeProvider time) where TKey : notnull
{
    // The generic cell rate algorithm: the time until which past events keep the key busy, as a timestamp.
    private readonly ConcurrentDictionary<TKey, long> _busyUntil = new();
    private readonly Lock _trimming = new();

    /// <summary>The number of keys that are kept.</summary>
    public int Count => _busyUntil.Count;

    /// <summary>Counts one event; false if it is one too many, which is then not counted.</summary>
    /// <param name="key">The key.</param>
    /// <param name="after">The time until the next one is allowed, if this one is not.</param>
    public bool TryTake(TKey key, out TimeSpan after)
    {
        Trim();
        var cost = (long)(within.TotalSeconds * time.TimestampFrequency / most);
        while (true)
        {
            var now = time.GetTimestamp();
            var known = _busyUntil.TryGetValue(key, out var before);
            var busy = Math.Max(now, before) + cost;
            var late = busy - now - (cost * most);
            after = TimeSpan.FromSeconds((double)Math.Max(0, late) / time.TimestampFrequency);
            if (late > 0)
                return false;
            if (known ? _busyUntil.TryUpdate(key, busy, before) : _busyUntil.TryAdd(key, busy))
                return true;
        }
    }

    /// <summary>The time until the next one is allowed; zero if it is allowed now. Counts nothing.</summary>
    public TimeSpan UntilFree(TKey key)
    {
        var now = time.GetTimestamp();
        var cost = (long)(within.TotalSeconds * time.TimestampFrequency / most);
        var late = _busyUntil.TryGetValue(key, out var busy) ? busy - now - (cost * (most - 1)) : 0;
        return TimeSpan.FromSeconds((double)Math.Max(0, late) / time.TimestampFrequency);
    }

    private void Trim()
    {
        if (_busyUntil.Count < mostKeys)
            return;
        lock (_trimming)
        {
            if (_busyUntil.Count < mostKeys)
                return;
            var now = time.GetTimestamp();
            var kept = mostKeys / 2;
            foreach (
                var (key,
                    _) in _busyUntil.ToArray().OrderByDescending(pair => pair.Value).Where((pair,
                        place) => place >= kept || pair.Value <= now))
                _busyUntil.TryRemove(key, out _);
        }
    }
}
