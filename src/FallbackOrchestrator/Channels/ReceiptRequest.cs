namespace FallbackOrchestrator.Channels;

/// <summary>What somebody posted to a receipt webhook, as it came.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Url">The public address as the provider called it, query included: some providers sign it.</param>
/// <param name="Headers">Looks a header up, in any case; null where it is missing.</param>
/// <param name="Body">The raw bytes: signatures are checked over these and nothing else.</param>
/// <param name="Now">The time, for signatures that age.</param>
public sealed record ReceiptRequest(
    string Method, Uri Url, Func<string, string?> Headers, ReadOnlyMemory<byte> Body, DateTimeOffset Now)
{
    /// <summary>For the adapter to note what it left out.</summary>
    public UnexpectedMembers Unexpected { get; } = new();
}
