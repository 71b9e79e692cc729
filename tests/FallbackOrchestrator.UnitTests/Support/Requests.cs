using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.UnitTests.Support;

/// <summary>What an adapter wrote, as lines that a test can hold against what it should have written.</summary>
internal static class Requests
{
    public static async Task<string> WrittenAsync(IChannelAdapter adapter, Handover handover)
    {
        using var request = adapter.WriteCall(handover);
        return $"""
            {request.Method} {request.RequestUri}
            {string.Join('\n', request.Headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"))}
            Content-Type: {request.Content!.Headers.ContentType}

            {await request.Content.ReadAsStringAsync()}
            """;
    }
}
