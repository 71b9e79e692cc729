namespace FallbackOrchestrator.Channels;

/// <summary>A provider's whole answer to a call.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, at most 64 kB of it.</param>
/// <param name="RetryAfter">The <c>Retry-After</c> header, made a duration.</param>
public sealed record ProviderResponse(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter)
{
    /// <summary>For the adapter to note what it left out.</summary>
    public UnexpectedMembers Unexpected { get; } = new();
}
