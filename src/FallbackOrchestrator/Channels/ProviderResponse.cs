namespace FallbackOrchestrator.Channels;

/// <summary>A provider's response to a call.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, at most 64 kB of it.</param>
/// <param name="RetryAfter">The <c>Retry-After</c> header as a duration.</param>
public sealed record ProviderResponse(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter)
{
    /// <summary>For the adapter: the members that it left out.</summary>
    public UnexpectedMembers Unexpected { get; } = new();
}
