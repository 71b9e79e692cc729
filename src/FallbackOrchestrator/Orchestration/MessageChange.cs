using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Orchestration;

/// <summary>What a decision made of a message, as far as its customer may want to be told.</summary>
/// <param name="Before">The message before; without attempts if it is new.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Recipient">Whom the message is for.</param>
/// <param name="ClientMessageId">The customer's own id for it.</param>
/// <param name="ReceiptUrl">The message's own address for receipts.</param>
/// <param name="Batch">The batch that it came in.</param>
/// <param name="Now">The clock of the decision.</param>
public sealed record MessageChange(
    Message Before, Decision Decision, Recipient Recipient, string? ClientMessageId, Uri? ReceiptUrl, Batch? Batch, DateTimeOffset Now);
