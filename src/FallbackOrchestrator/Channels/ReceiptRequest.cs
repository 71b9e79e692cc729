namespace FallbackOrchestrator.Channels;

/// <summary>A request to a receipt webhook, as it arrived.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Url">The public address as the provider called it, including the query: some providers sign it.</param>
/// <param name="Headers">Finds a header by its name in any case; null if it is missing.</param>
/// <param name="Body">The raw bytes: only over these are signatures verified.</param>
/// <param name="Now">The time, for signatures that expire.</param>
public sealed record ReceiptRequest(
    string Method, Uri Url, Func<string, string?> Headers, ReadOnlyMemory<byte> Body, DateTimeOffset Now)
{
    /// <summary>For the adapter: the members that it left out.</summary>
    public UnexpectedMembers Unexpected { get; } = new();
}
