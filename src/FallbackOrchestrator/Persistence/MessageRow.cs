using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A message. Range-partitioned by <see cref="Id"/>, a UUIDv7, that is by day.</summary>
public sealed class MessageRow
{
    public Guid Id { get; init; }
    public string SubaccountId { get; init; } = "";
    public string? ClientMessageId { get; init; }
    public Guid? BatchId { get; init; }
    public string? ClientBatchId { get; init; }
    public string? Msisdn { get; init; }
    public string? ChannelUserId { get; init; }
    public string ContentType { get; init; } = "";

    /// <summary>Where its receipts go instead of to the customer's webhook.</summary>
    public string? ReceiptUrl { get; init; }

    /// <summary>The resolved sequence, as JSON (<see cref="RowJson"/>).</summary>
    public string Steps { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ScheduledAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public bool MayResend { get; init; }
    public Priority Priority { get; init; }
    public MessageState State { get; init; }
    public Outcome? Outcome { get; init; }
    public Outcome? StoppedAs { get; init; }
    public DateTimeOffset? ProvisionalUntil { get; init; }
    public int Completion { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public int? SucceededStep { get; init; }
    public bool DuplicateDelivery { get; init; }
    public int TimelineLength { get; init; }

    /// <summary>When time alone will move the message; the watcher's index.</summary>
    public DateTimeOffset? DueAt { get; init; }
}
