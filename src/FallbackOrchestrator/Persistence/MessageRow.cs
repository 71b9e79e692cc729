using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// The columns of a message that searches read; all its columns are in <see cref="Maps.MessageMap"/>. Range-partitioned by
/// <see cref="Id"/>, a UUIDv7: by day.
/// </summary>
public sealed class MessageRow
{
    public Guid Id { get; init; }
    public string SubaccountId { get; init; } = "";
    public string? ClientMessageId { get; init; }
    public Guid? BatchId { get; init; }
    public string? ClientBatchId { get; init; }
    public string? Msisdn { get; init; }
    public string? ChannelUserId { get; init; }
    public string? Country { get; init; }
    public string ContentType { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public MessageState State { get; init; }
    public Outcome? Outcome { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public int? SucceededStep { get; init; }
}
