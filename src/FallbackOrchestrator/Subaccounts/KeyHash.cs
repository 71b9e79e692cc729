using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// The SHA-256 of a key. Only this is stored, and a key is looked up by it, so the time of a look-up discloses nothing about a key.
/// </summary>
internal readonly record struct KeyHash(UInt128 High, UInt128 Low)
{
    /// <summary>The longest key, in UTF-16 characters.</summary>
    public const int LongestKey = 256;

    /// <summary>The hash of a key; it allocates nothing.</summary>
    /// <exception cref="ArgumentException">The key is longer than <see cref="LongestKey"/>.</exception>
    public static KeyHash Of(ReadOnlySpan<char> key)
    {
        Span<byte> utf8 = stackalloc byte[3 * LongestKey];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], hash);
        return Stored(hash);
    }

    /// <summary>Takes a hash that was stored.</summary>
    public static KeyHash Stored(ReadOnlySpan<byte> hash) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));

    public byte[] ToArray()
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt128BigEndian(hash, High);
        BinaryPrimitives.WriteUInt128BigEndian(hash.AsSpan(16), Low);
        return hash;
    }
}
