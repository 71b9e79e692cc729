using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace FallbackOrchestrator.Persistence.Secrets;

/// <summary>
/// A key of the environment that encrypts the key ring (AES-256-GCM). A wrapped element is bound to its id, so rows cannot be exchanged;
/// and nobody who can only write to the database can add a key of his own.
/// </summary>
internal sealed class WrappingKey
{
    /// <summary>The length of a key.</summary>
    public const int Bytes = 32;

    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int Overhead = 1 + NonceBytes + TagBytes;
    private const int FingerprintBytes = 6;

    private readonly byte[] _key;

    private WrappingKey(byte[] key)
    {
        _key = key;
        var hash = HMACSHA256.HashData(key, "fingerprint of a wrapping key"u8);
        Fingerprint = Convert.ToHexStringLower(hash.AsSpan(0, FingerprintBytes));
    }

    /// <summary>Names the key in the database and in messages: 12 hexadecimal digits, from which the key cannot be computed.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads 32 bytes in base64.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out WrappingKey? key)
    {
        var bytes = new byte[Bytes];
        key = text?.Trim() is { Length: > 0 } given && Convert.TryFromBase64String(given, bytes, out var length) && length == Bytes
            ? new WrappingKey(bytes)
            : null;
        return key is not null;
    }

    /// <summary>Encrypts an element.</summary>
    /// <param name="id">The id of its row.</param>
    /// <param name="element">The element.</param>
    public byte[] Wrap(string id, ReadOnlySpan<byte> element)
    {
        var wrapped = new byte[Overhead + element.Length];
        wrapped[0] = Version;
        var nonce = wrapped.AsSpan(1, NonceBytes);
        var tag = wrapped.AsSpan(1 + NonceBytes, TagBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, element, wrapped.AsSpan(Overhead), tag, Encoding.UTF8.GetBytes(id));
        return wrapped;
    }

    /// <summary>Decrypts an element.</summary>
    /// <returns>False if another key has encrypted it, or if it or its id was changed.</returns>
    public bool TryUnwrap(string id, ReadOnlySpan<byte> wrapped, [NotNullWhen(true)] out byte[]? element)
    {
        element = null;
        if (wrapped.Length < Overhead || wrapped[0] != Version)
            return false;
        var plain = new byte[wrapped.Length - Overhead];
        using var aes = new AesGcm(_key, TagBytes);
        try
        {
            var nonce = wrapped.Slice(1, NonceBytes);
            var tag = wrapped.Slice(1 + NonceBytes, TagBytes);
            aes.Decrypt(nonce, wrapped[Overhead..], tag, plain, Encoding.UTF8.GetBytes(id));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        element = plain;
        return true;
    }

    /// <summary>Only the fingerprint, so that a log never contains a key by accident.</summary>
    public override string ToString() => Fingerprint;
}
