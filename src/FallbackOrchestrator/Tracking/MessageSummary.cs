using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Tracking;

/// <summary>A message in a list.</summary>
public record MessageSummary
{
    public required Guid Umid { get; init; }
    public string? ClientMessageId { get; init; }
    public Guid? BatchId { get; init; }
    public string? ClientBatchId { get; init; }

    /// <summary>The number, its last four digits hidden unless the subaccount shows them.</summary>
    public string? Msisdn { get; init; }

    public string? ChannelUserId { get; init; }

    /// <summary>The country of the number (ISO 3166-1); left out if the number belongs to none.</summary>
    public string? Country { get; init; }

    /// <summary>The kind of content.</summary>
    public required string ContentType { get; init; }

    /// <summary><c>scheduled</c>, <c>inProgress</c> or <c>completed</c>.</summary>
    [OneOf<MessageState>]
    public required string State { get; init; }

    [OneOf<Outcome>]
    public string? Outcome { get; init; }
    public int? SucceededStep { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }

    internal static MessageSummary Of(MessageRow row, bool masked) => new()
    {
        Umid = row.Id,
        ClientMessageId = row.ClientMessageId,
        BatchId = row.BatchId,
        ClientBatchId = row.ClientBatchId,
        Msisdn = Views.Number(row.Msisdn, masked),
        ChannelUserId = row.ChannelUserId,
        Country = row.Country,
        ContentType = row.ContentType,
        State = EnumText.Of(row.State),
        Outcome = EnumText.Of(row.Outcome),
        SucceededStep = row.SucceededStep,
        CreatedAt = row.CreatedAt,
        CompletedAt = row.CompletedAt,
    };
}
