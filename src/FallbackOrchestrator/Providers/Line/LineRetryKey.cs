using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>The retry key of an attempt: the same one for each of its calls. A UUID of version 8, made from our reference.</summary>
internal static class LineRetryKey
{
    public static Guid Of(AttemptReference reference)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(reference.ToString())).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
