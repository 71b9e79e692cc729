namespace FallbackOrchestrator;

/// <summary>
/// Says when to write a line into the log of what may happen thousands of times: once a minute for each kind, with the number. Kinds are
/// the caller's own words, never a stranger's, so that there are few.
/// </summary>
internal sealed class OncePerMinute(TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (long At, int Since)> _kinds = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Counts one.</summary>
    /// <returns>How many there were since the last line, this one included; null while it is too early for another.</returns>
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
