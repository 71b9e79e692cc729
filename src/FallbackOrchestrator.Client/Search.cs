using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>What a search finds: messages that match all conditions, the newest first.</summary>
public sealed record SearchFilter
{
    /// <summary>Your own id.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>The batch that the message came in.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>The recipient's number.</summary>
    public string? Msisdn { get; init; }

    /// <summary>Any of these states; all if it is empty.</summary>
    public IReadOnlyList<MessageState> States { get; init; } = [];

    /// <summary>Any of these outcomes; all if it is empty.</summary>
    public IReadOnlyList<Outcome> Outcomes { get; init; } = [];

    /// <summary>Any of these channels was tried; all if it is empty.</summary>
    public IReadOnlyList<Channel> Channels { get; init; } = [];

    /// <summary>Accepted at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Accepted before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Begins behind it: the cursor of a page, or the umid of the last message of an export that broke off.</summary>
    public string? Cursor { get; init; }

    internal Query ToQuery() => new Query()
        .Add("clientMessageId", ClientMessageId)
        .Add("batchId", BatchId?.ToString())
        .Add("msisdn", Msisdn)
        .Add("state", States)
        .Add("outcome", Outcomes)
        .Add("channel", Channels)
        .Add("from", From)
        .Add("to", To)
        .Add("cursor", Cursor);
}

/// <summary>One page of a search.</summary>
public sealed record MessagePage
{
    /// <summary>The messages, the newest first.</summary>
    public required IReadOnlyList<MessageSummary> Data { get; init; }

    /// <summary>The cursor for the next page; null on the last page.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A message in a list.</summary>
public record MessageSummary
{
    /// <summary>The message's unique id.</summary>
    public required Guid Umid { get; init; }

    /// <summary>Your own id for it.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>Its batch.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>Your own id for the batch.</summary>
    public string? ClientBatchId { get; init; }

    /// <summary>The number, its last four digits hidden unless the subaccount shows them.</summary>
    public string? Msisdn { get; init; }

    /// <summary>The id on the channel.</summary>
    public string? ChannelUserId { get; init; }

    /// <summary>The country of the number (ISO 3166-1); null if the number belongs to none.</summary>
    public string? Country { get; init; }

    /// <summary>The kind of content.</summary>
    public required string ContentType { get; init; }

    /// <summary>The phase of its life.</summary>
    public required MessageState State { get; init; }

    /// <summary>How it ended.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>The step whose success was recorded first.</summary>
    public int? SucceededStep { get; init; }

    /// <summary>The time at which it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time at which it was completed.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}

/// <summary>A message in an export: as in a search, and with its steps.</summary>
public sealed record ExportedMessage : MessageSummary
{
    /// <summary>The steps that were started, in their order.</summary>
    public required IReadOnlyList<ExportedStep> Steps { get; init; }
}

/// <summary>A step of an exported message that was started.</summary>
public sealed record ExportedStep
{
    /// <summary>Its number, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Its channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The highest status received.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>Why the message went on to the next step; Failure also for a last step that failed.</summary>
    public LeaveReason? Reason { get; init; }

    /// <summary>The kind of the error, if it failed or could not be handed over.</summary>
    public ErrorClass? ErrorClass { get; init; }

    /// <summary>8x8's receipt error code.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>The segments of an SMS, for as long as the content is kept.</summary>
    public int? Segments { get; init; }
}

/// <summary>Why a message went on to its next step.</summary>
[JsonConverter(typeof(NameConverter<LeaveReason>))]
public enum LeaveReason
{
    /// <summary>A reason that this version of the client does not know.</summary>
    Unrecognized,

    /// <summary>The window ended without the success status.</summary>
    Deadline,

    /// <summary>It could not be handed over in time.</summary>
    NotSent,

    /// <summary>Somebody requested the next step.</summary>
    Skip,

    /// <summary>It failed.</summary>
    Failure,
}
