using System.Buffers;
using System.Text;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>Reads the beginning of a foreign response, so that an endless body costs no more than a short one.</summary>
internal static class LimitedBody
{
    public static async Task<string> ReadAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, most), most, throwOnEndOfStream: false, cancellationToken);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
