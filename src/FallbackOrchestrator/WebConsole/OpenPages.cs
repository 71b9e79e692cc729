using System.Collections.Concurrent;

namespace FallbackOrchestrator.WebConsole;

/// <summary>
/// Counts the open pages of each key. A page takes memory of the replica while it is open, so one customer must not open any number.
/// </summary>
internal sealed class OpenPages
{
    /// <summary>The most pages of one key at one replica.</summary>
    public const int Most = 500;

    private readonly ConcurrentDictionary<string, int> _pages = new(StringComparer.Ordinal);

    /// <summary>Counts a page; false if the key has too many. Each page that was counted is closed once.</summary>
    /// <param name="key">The key of the session.</param>
    public bool TryOpen(string key)
    {
        if (_pages.AddOrUpdate(key, 1, (_, count) => count + 1) <= Most)
            return true;
        Close(key);
        return false;
    }

    /// <summary>Counts a page no longer.</summary>
    /// <param name="key">The key with which it was opened.</param>
    public void Close(string key)
    {
        var left = _pages.AddOrUpdate(key, 0, (_, count) => count - 1);
        if (left == 0)
            _pages.TryRemove(new KeyValuePair<string, int>(key, 0));
    }
}
