using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A stored message, with what is needed to decide, to hand it over, and to report its status to the customer.</summary>
/// <param name="Message">The message.</param>
/// <param name="Recipient">Its recipient.</param>
/// <param name="ContentType">The 8x8 name of its content's kind, for details (<c>Text</c>).</param>
/// <param name="ClientMessageId">The customer's own id for it.</param>
/// <param name="ReceiptUrl">The address for its status updates, instead of the customer's webhook.</param>
/// <param name="Batch">The batch that it came in.</param>
public sealed record StoredMessage(
    Message Message, Recipient Recipient, string ContentType, string? ClientMessageId, Uri? ReceiptUrl, Batch? Batch);
