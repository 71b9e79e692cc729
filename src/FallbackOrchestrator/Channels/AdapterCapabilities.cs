using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>The capabilities of a provider on a channel.</summary>
/// <param name="BestStatus">The best status that it can report; it limits the channel's own best.</param>
/// <param name="SupportsIdempotencyKey">
/// True if the provider treats the same reference sent twice as one message, so that a call with an unknown outcome may be repeated.
/// </param>
/// <param name="SupportsQuotes">True if a message can quote an earlier one (<see cref="Handover.Quoted"/>).</param>
public sealed record AdapterCapabilities(SuccessStatus BestStatus, bool SupportsIdempotencyKey = false, bool SupportsQuotes = false)
{
    /// <summary>The header with the signature of a webhook: without it a body is not read. Null if there is none.</summary>
    public string? SignatureHeader { get; init; }

    /// <summary>The longest body that the provider posts to a webhook, in bytes; a longer one is rejected unread.</summary>
    /// <value>The default is 64 kB, far more than one status needs.</value>
    public int MaxWebhookBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// False if the provider's response has no id of the message. Then an accepted attempt has no id until a receipt brings one, and only
    /// our reference finds it.
    /// </summary>
    /// <value>The default is true.</value>
    public bool RespondsWithId { get; init; } = true;

    /// <summary>
    /// The shortest lifetime that a call can set (<see cref="Handover.Lifetime"/>); null if the provider takes no lifetime. Send warns of a
    /// window that is too short for it.
    /// </summary>
    public TimeSpan? ShortestLifetime { get; init; }

    /// <summary>True if a WhatsApp message may be sent without a template that was made before (<see cref="Handover.DirectSend"/>).</summary>
    public bool SupportsDirectSend { get; init; }

    /// <summary>The addresses of people that it can use.</summary>
    /// <value>The default is all that the channel has.</value>
    public AccountAddressing Addressing { get; init; }

    /// <summary>
    /// True if the provider can withdraw a message that is not delivered yet (<see cref="IChannelAdapter.WriteRecall"/>).
    /// </summary>
    public bool SupportsRecall { get; init; }

    /// <summary>True if the provider can be asked for the status of a message (<see cref="IChannelAdapter.WriteStatusQuery"/>).</summary>
    public bool SupportsStatusQuery { get; init; }

    /// <summary>
    /// The name of this account in receipts (<see cref="Receipt.AccountName"/>), if the provider has one webhook address for several
    /// accounts; else null.
    /// </summary>
    public string? AccountName { get; init; }
}
