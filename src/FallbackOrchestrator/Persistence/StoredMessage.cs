using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A stored message, with the data for deciding, handing it over, and reporting its status to the customer.</summary>
/// <param name="Message">The message.</param>
/// <param name="Recipient">Its recipient.</param>
/// <param name="ContentType">The 8x8 name of its content's kind, for details (<c>Text</c>).</param>
/// <param name="ClientMessageId">The customer's own id for it.</param>
/// <param name="ReceiptUrl">The address for its status updates, instead of the customer's webhook.</param>
/// <param name="Batch">The batch of the message.</param>
public sealed record StoredMessage(
    Message Message, Recipient Recipient, string ContentType, string? ClientMessageId, Uri? ReceiptUrl, Batch? Batch)
{
    /// <summary>The position of its request in a trace; null if it is not traced.</summary>
    public string? TraceParent { get; init; }
}
