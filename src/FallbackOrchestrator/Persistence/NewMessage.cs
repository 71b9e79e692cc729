using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Persistence;

/// <summary>A message that will be stored for the first time.</summary>
/// <param name="Message">The message after its first decision.</param>
/// <param name="Recipient">Its recipient.</param>
/// <param name="Content">Its content.</param>
/// <param name="ContentType">The 8x8 name of its kind, for details (<c>Text</c>).</param>
/// <param name="ClientMessageId">The customer's own id for it.</param>
/// <param name="ReceiptUrl">The address for its receipts, instead of the customer's webhook (8x8: <c>dlrCallbackUrl</c>).</param>
public sealed record NewMessage(
    Message Message, Recipient Recipient, MessageContent Content, string ContentType, string? ClientMessageId, Uri? ReceiptUrl = null)
{
    /// <summary>The batch of the message.</summary>
    public Batch? Batch { get; init; }

    /// <summary>
    /// The country of the recipient's number (ISO 3166-1, two letters); null if the number belongs to none, or there is no number.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>The position of its request in a trace (the form of the header <c>traceparent</c>); null if it is not traced.</summary>
    public string? TraceParent { get; init; }
}
