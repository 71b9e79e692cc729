using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Orchestration;

/// <summary>The change that a decision made to a message, with the data for status updates.</summary>
/// <param name="Before">The message before; without attempts if it is new.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Recipient">The recipient of the message.</param>
/// <param name="ClientMessageId">The customer's own id for it.</param>
/// <param name="ReceiptUrl">The message's own address for receipts.</param>
/// <param name="Batch">The batch of the message.</param>
/// <param name="Now">The clock of the decision.</param>
public sealed record MessageChange(
    Message Before, Decision Decision, Recipient Recipient, string? ClientMessageId, Uri? ReceiptUrl, Batch? Batch, DateTimeOffset Now)
{
    /// <summary>True if the message is stored for the first time.</summary>
    public bool IsNew { get; init; }

    /// <summary>The facts that were decided upon.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>The position of the message in a trace; null if it is not traced.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The content of a step's receipts besides the status; null if there is none.</summary>
    public ReceiptDetails? DetailsOf(int step)
    {
        ReceiptDetails? details = null;
        foreach (var fact in Facts)
        {
            if (fact is Fact.ReceiptCame { Details: { } said } came && came.Step == step && came.Account == Before.AccountOf(step))
                details = ReceiptDetails.Join(details, said);
        }
        return details;
    }
}
