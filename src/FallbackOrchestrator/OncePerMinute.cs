namespace FallbackOrchestrator;

/// <summary>
/// Decides when to log something that may happen thousands of times: once a minute for each kind, with the number. The caller chooses the
/// kinds, never a stranger, so that there are few.
/// </summary>
internal sealed class OncePerMinute(TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (long At, int Since)> _kinds = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Counts one event.</summary>
    /// <returns>The number of events since the last line, including this one; null if it is too early for another line.</returns>
    public int? Count(string kind)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_kinds.TryGetValue(kind, out var known) && time.GetElapsedTime(known.At, now) < Minute)
            {
                _kinds[kind] = (known.At, known.Since + 1);
                return null;
            }
            _kinds[kind] = (now, 0);
            return known.Since + 1;
        }
    }
}
