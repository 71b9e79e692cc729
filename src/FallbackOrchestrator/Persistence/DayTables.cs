using System.Buffers.Binary;
using System.Globalization;

namespace FallbackOrchestrator.Persistence;

/// <summary>Ids whose rows lie in one table.</summary>
/// <param name="Suffix">What follows the table's name: a day's partition, or nothing where the partitions are to be found by PostgreSQL.</param>
/// <param name="Ids">Them.</param>
internal sealed record DayIds(string Suffix, Guid[] Ids);

/// <summary>
/// Names the partition that holds a message, by the time in its id. A statement that names the whole table locks and prepares every partition that
/// there is, each time it runs, and became four times as slow with the partitions of 90 days.
/// </summary>
internal static class DayTables
{
    /// <summary>
    /// Splits ids by their tables, in their order. Named are yesterday's, today's and tomorrow's: those exist while the service runs. Anybody can
    /// make up an id of any other day.
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
