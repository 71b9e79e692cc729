using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>What a provider can do over a channel.</summary>
/// <param name="BestStatus">The best status that it can report; the channel's own best is lowered to it.</param>
/// <param name="SupportsIdempotencyKey">
/// Whether the same reference sent twice is one message at the provider, so that an unknown outcome may be repeated.
/// </param>
/// <param name="SupportsQuotes">Whether a message can quote an earlier one (<see cref="Handover.Quoted"/>).</param>
public sealed record AdapterCapabilities(SuccessStatus BestStatus, bool SupportsIdempotencyKey = false, bool SupportsQuotes = false)
{
    /// <summary>The header that signs what the provider posts: without it a body is not even read. Null where there is none.</summary>
    public string? SignatureHeader { get; init; }

    /// <summary>The longest body that the provider posts to a webhook, in bytes; a longer one is refused unread.</summary>
    /// <value>The default is 64 kB, which is far more than one status takes.</value>
    public int MaxWebhookBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// The name by which receipts name this account (<see cref="Receipt.AccountName"/>), for a provider that has one webhook address for
    /// several accounts; else null.
    /// </summary>
    public string? AccountName { get; init; }
}
