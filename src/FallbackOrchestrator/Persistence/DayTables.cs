using System.Buffers.Binary;
using System.Globalization;

namespace FallbackOrchestrator.Persistence;

/// <summary>Ids whose rows are in one table.</summary>
/// <param name="Suffix">The end of the table's name: a day's partition, or empty where PostgreSQL finds the partitions.</param>
/// <param name="Ids">The ids.</param>
internal sealed record DayIds(string Suffix, Guid[] Ids);

/// <summary>
/// Names the partition of a message, by the time in its id. A statement that names the whole table locks and prepares every partition each
/// time it runs; with the partitions of 90 days it took four times as long.
/// </summary>
internal static class DayTables
{
    /// <summary>
    /// Splits ids by their tables, in their order. Only the partitions of yesterday, today and tomorrow are named: these exist while the
    /// service runs, and a caller can send an id of any other day.
    /// </summary>
    public static IReadOnlyList<DayIds> Split(IEnumerable<Guid> ids, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return [.. ids.GroupBy(id => Suffix(id, today), (suffix, day) => new DayIds(suffix, [.. day]))];
    }

    private static string Suffix(Guid id, DateOnly today)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
        var days = (milliseconds / (long)TimeSpan.FromDays(1).TotalMilliseconds) + DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return Math.Abs(days - today.DayNumber) <= 1
            ? DateOnly.FromDayNumber((int)days).ToString("'_'yyyyMMdd", CultureInfo.InvariantCulture)
            : "";
    }
}
