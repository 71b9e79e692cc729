using System.Buffers.Binary;

namespace FallbackOrchestrator.Persistence;

/// <summary>Bounds of UUIDv7 ranges; PostgreSQL and .NET order UUIDs alike, by these bytes.</summary>
internal static class Uuid7
{
    /// <summary>The smallest id of a time: its first 48 bits are the milliseconds since 1970, the rest is zero.</summary>
    public static Guid Least(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var milliseconds = Math.Max(0, at.ToUnixTimeMilliseconds());
        for (var i = 5; i >= 0; i--, milliseconds >>= 8)
            bytes[i] = (byte)milliseconds;
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The start of the hour in which an id was made.</summary>
    public static DateTimeOffset HourOf(Guid id)
    {
        const long Hour = 3_600_000;
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        // Ids of customers' requests may have any bytes; 48 bits of milliseconds can be later than .NET's last day.
        var latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - 2 * Hour;
        var milliseconds = Math.Min(BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16, latest);
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds - milliseconds % Hour);
    }
}
