using System.Collections.Concurrent;
using Npgsql;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Marks the hours whose messages this replica changes, so that their statistics are counted again. An hour is that in which a message was
/// accepted, by its id. A mark is written in the transaction of a change, and then serves all changes of the next
/// <see cref="Lasting"/>: the hot path pays for one small row in half a minute.
/// </summary>
/// <param name="time">The real clock, even if messages have a virtual one: it is compared with the server's.</param>
public sealed class ChangedHours(TimeProvider time)
{
    /// <summary>The time for which a mark serves further changes.</summary>
    public static readonly TimeSpan Lasting = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The age at which a mark may be removed once the hour was counted. A transaction that relies on a mark and is still running must end
    /// before: the door's transactions take no longer than a minute.
    /// </summary>
    public static readonly TimeSpan RemovedAfter = TimeSpan.FromMinutes(3);

    // Two replicas may mark one hour at the same time; the one waits for the other's commit.
    private const string Mark =
        """
        INSERT INTO statistics_changed_hours (hour, marked_at) SELECT hour, clock_timestamp() FROM unnest($1) AS hour ORDER BY hour
        ON CONFLICT (hour) DO UPDATE SET marked_at = EXCLUDED.marked_at
        """;

    private readonly ConcurrentDictionary<DateTimeOffset, long> _marked = new();

    /// <summary>The hours of these messages that have no mark that serves them; usually none.</summary>
    public IReadOnlyList<DateTimeOffset> Unmarked(IEnumerable<Guid> messages)
    {
        List<DateTimeOffset>? unmarked = null;
        var latest = default(DateTimeOffset);
        foreach (var id in messages)
        {
            var hour = Uuid7.HourOf(id);
            if (hour == latest)
                continue;
            latest = hour;
            if (!IsMarked(hour) && unmarked?.Contains(hour) != true)
                (unmarked ??= []).Add(hour);
        }
        return unmarked ?? [];
    }

    /// <summary>The statement that marks hours.</summary>
    public static NpgsqlBatchCommand Insert(IReadOnlyList<DateTimeOffset> hours) => Command(Mark, Parameter(hours.ToArray()));

    /// <summary>Notes marks that were committed.</summary>
    /// <param name="hours">The hours.</param>
    /// <param name="began">The timestamp before the statement ran.</param>
    public void Note(IReadOnlyList<DateTimeOffset> hours, long began)
    {
        foreach (var hour in hours)
            _marked[hour] = began;
        if (hours.Count == 0)
            return;
        foreach (var mark in _marked)
        {
            if (time.GetElapsedTime(mark.Value) >= Lasting)
                _marked.TryRemove(mark);
        }
    }

    /// <summary>The timestamp for <see cref="Note"/>.</summary>
    public long Timestamp => time.GetTimestamp();

    private bool IsMarked(DateTimeOffset hour) => _marked.TryGetValue(hour, out var at) && time.GetElapsedTime(at) < Lasting;
}
