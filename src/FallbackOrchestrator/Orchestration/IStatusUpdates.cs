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

/// <summary>What customers are told, as the door sees it.</summary>
public interface IStatusUpdates
{
    /// <summary>
    /// What is owed about a change, one for each endpoint and event; nothing if nobody asked. Does no I/O: the door waits for it. Those that have a
    /// lease have taken a place, and are to be handed back by one of the following.
    /// </summary>
    IReadOnlyList<NewStatusUpdate> Create(MessageChange change);

    /// <summary>Says that updates were committed.</summary>
    /// <param name="updates">All of them.</param>
    /// <param name="granted">Those that this replica is to deliver at once.</param>
    void Stored(IReadOnlyList<NewStatusUpdate> updates, IReadOnlySet<Guid> granted);

    /// <summary>Says that updates were not committed.</summary>
    void Release(IReadOnlyList<NewStatusUpdate> updates);
}
