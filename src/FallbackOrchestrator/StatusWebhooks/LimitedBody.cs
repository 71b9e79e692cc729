using System.Text;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>The beginning of what a stranger answers: an endless body costs no more than a short one.</summary>
internal static class LimitedBody
{
    public static async Task<string> ReadAsync(HttpContent content, int most, CancellationToken cancelled)
    {
        await using var stream = await content.ReadAsStreamAsync(cancelled);
        var buffer = new byte[most];
        var length = await stream.ReadAtLeastAsync(buffer, most, throwOnEndOfStream: false, cancelled);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
