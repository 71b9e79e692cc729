using System.Net.Http.Headers;

namespace FallbackOrchestrator.Channels;

/// <summary>A provider's response to a call.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, at most 64 kB of it.</param>
/// <param name="RetryAfter">The <c>Retry-After</c> header as a duration.</param>
public sealed record ProviderResponse(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter)
{
    /// <summary>The most bytes of a response that are read; the rest has no meaning for an adapter.</summary>
    public const int Longest = 64 * 1024;

    /// <summary>For the adapter: the members that it left out.</summary>
    public UnexpectedMembers Unexpected { get; } = new();

    /// <summary>Reads a response.</summary>
    /// <param name="response">The response; its body is not read yet.</param>
    /// <param name="time">The clock for <c>Retry-After</c> dates.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal static async Task<ProviderResponse> ReadAsync(
        HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken) =>
        new((int)response.StatusCode, await BodyAsync(response.Content, cancellationToken), RetryAfterIn(response.Headers, time));

    /// <summary>The beginning of a body.</summary>
    internal static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[Longest];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer.AsMemory(0, length);
    }

    /// <summary>The <c>Retry-After</c> header as a duration; null if there is none.</summary>
    internal static TimeSpan? RetryAfterIn(HttpResponseHeaders headers, TimeProvider time)
    {
        var after = headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date is { } date ? date - time.GetUtcNow() : null);
        return after < TimeSpan.Zero ? TimeSpan.Zero : after;
    }
}
