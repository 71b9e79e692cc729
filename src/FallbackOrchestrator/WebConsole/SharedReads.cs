using System.Collections.Concurrent;

namespace FallbackOrchestrator.WebConsole;

/// <summary>
/// Reads of the API that many open pages share: pages that show the same to the same key get the same response, and the service makes it
/// once.
/// </summary>
internal sealed class SharedReads(TimeProvider time)
{
    private const int Most = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Key, string Path), Entry> _entries = new();
    private long _cleaned = time.GetTimestamp();

    /// <summary>A response that is not older than a time; if there is none, a new one.</summary>
    /// <param name="key">The key of the caller.</param>
    /// <param name="path">The path of the call.</param>
    /// <param name="age">The highest age.</param>
    /// <param name="read">Makes the call. It runs on when one of the pages is closed.</param>
    public async Task<ApiResult<T>> GetAsync<T>(string key, string path, TimeSpan age, Func<Task<ApiResult<T>>> read)
    {
        var now = time.GetTimestamp();
        var entry = _entries.AddOrUpdate(
            (key, path),
            _ => new Entry(now, new Lazy<Task>(read)),
            (_, known) => time.GetElapsedTime(known.Begun, now) < age ? known : new Entry(now, new Lazy<Task>(read)));
        if (_entries.Count > Most || time.GetElapsedTime(Volatile.Read(ref _cleaned), now) > Kept)
            Forget(now);
        return await (Task<ApiResult<T>>)entry.Read.Value;
    }

    private void Forget(long now)
    {
        Volatile.Write(ref _cleaned, now);
        foreach (var entry in _entries)
        {
            if (time.GetElapsedTime(entry.Value.Begun, now) > Kept)
                _entries.TryRemove(entry);
        }
    }

    private sealed record Entry(long Begun, Lazy<Task> Read);
}
