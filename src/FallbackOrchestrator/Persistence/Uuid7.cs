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
}
