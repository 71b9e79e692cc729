using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>The messages that statistics count.</summary>
public sealed record StatisticsFilter
{
    /// <summary>The start; its whole hour is included. Null for 30 days before <see cref="To"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The end; its whole hour is included. Null for now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only numbers of this country (ISO 3166-1, two letters).</summary>
    public string? Country { get; init; }

    /// <summary>Only this channel, in what is said of attempts.</summary>
    public Channel? Channel { get; init; }

    internal Query ToQuery() => new Query().Add("from", From).Add("to", To).Add("country", Country).Add("channel", Channel);
}

/// <summary>What counts are grouped by.</summary>
[JsonConverter(typeof(NameConverter<StatisticsGrouping>))]
public enum StatisticsGrouping
{
    /// <summary>A grouping that this version of the client does not know. It cannot be sent.</summary>
    Unrecognized,

    /// <summary>By hour; at most 31 days.</summary>
    Hour,

    /// <summary>By day, in UTC.</summary>
    Day,

    /// <summary>By fallback sequence.</summary>
    Sequence,

    /// <summary>By country.</summary>
    Country,
}

/// <summary>What became of the messages of a period or of a batch.</summary>
public sealed record MessageStatistics
{
    /// <summary>The start of the first hour that is included; null for a batch.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The end of the last hour that is included; null for a batch.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Everything that happened before this time is included; null until the first count, and for a batch.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>All messages.</summary>
    public required StatisticsGroup Total { get; init; }

    /// <summary>The messages in groups, if the call asked for them: hours and days in their order, otherwise the largest first.</summary>
    public IReadOnlyList<StatisticsGroup>? Groups { get; init; }

    /// <summary>Why attempts did not succeed, the most frequent reason first.</summary>
    public required IReadOnlyList<ReasonCount> Reasons { get; init; }

    /// <summary>How long it took until attempts were delivered and read.</summary>
    public required IReadOnlyList<DelayCounts> Delays { get; init; }
}

/// <summary>The counts of a group of messages.</summary>
public sealed record StatisticsGroup
{
    /// <summary>The start of the hour, if the groups are hours.</summary>
    public DateTimeOffset? Hour { get; init; }

    /// <summary>The day in UTC, if the groups are days.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The sequence, if the groups are sequences; null for the rest of an hour with more than 50 different ones.</summary>
    public IReadOnlyList<SequenceStep>? Sequence { get; init; }

    /// <summary>The country (ISO 3166-1), if the groups are countries; null for numbers that belong to none.</summary>
    public string? Country { get; init; }

    /// <summary>The messages.</summary>
    public required long Messages { get; init; }

    /// <summary>The messages by state and outcome.</summary>
    public required StateCounts States { get; init; }

    /// <summary>Messages that were delivered on more than one channel, or twice on one.</summary>
    public required long DuplicateDeliveries { get; init; }

    /// <summary>Attempts by step and channel, in the order of the steps.</summary>
    public required IReadOnlyList<AttemptCounts> Steps { get; init; }

    /// <summary>Attempts by channel, over all steps.</summary>
    public required IReadOnlyList<AttemptCounts> Channels { get; init; }
}

/// <summary>A step of a sequence, without its account.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="SuccessStatus">The status at which the step is done.</param>
/// <param name="FallbackAfter">The window in seconds; null for a step that has none.</param>
public sealed record SequenceStep(Channel Channel, SuccessStatus SuccessStatus, double? FallbackAfter = null);

/// <summary>Messages by state and, for completed ones, by outcome. Each message counts once.</summary>
public sealed record StateCounts
{
    /// <summary>Waiting for their scheduled time.</summary>
    public required long Scheduled { get; init; }

    /// <summary>Steps are being tried.</summary>
    public required long InProgress { get; init; }

    /// <summary>A step has reached its success status.</summary>
    public required long Succeeded { get; init; }

    /// <summary>No step was left.</summary>
    public required long Failed { get; init; }

    /// <summary>Cancelled.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Their <c>expiry</c> passed.</summary>
    public required long Expired { get; init; }

    /// <summary>Handed over, and no decisive status was received.</summary>
    public required long Unconfirmed { get; init; }
}

/// <summary>Attempts over a channel: how far they came, and why they were left.</summary>
public sealed record AttemptCounts
{
    /// <summary>The number of the step, from 1; null for the sum over all steps.</summary>
    public int? Step { get; init; }

    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>Messages whose sequence has the step.</summary>
    public required long Planned { get; init; }

    /// <summary>Attempts: the step was started.</summary>
    public required long Started { get; init; }

    /// <summary>Messages that succeeded without it: it was neither sent nor paid for.</summary>
    public required long NotNeeded { get; init; }

    /// <summary>Attempts that the provider took.</summary>
    public required long HandedOver { get; init; }

    /// <summary>Attempts that were delivered, whenever it was; includes those that were read.</summary>
    public required long Delivered { get; init; }

    /// <summary>Attempts that were read, whenever it was.</summary>
    public required long Read { get; init; }

    /// <summary>Attempts that failed.</summary>
    public required long Failed { get; init; }

    /// <summary>Attempts by which their message succeeded.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Attempts that reached their success status after the message had gone on to the next step.</summary>
    public required long Late { get; init; }

    /// <summary>Attempts that were left for the next step, by reason.</summary>
    public required LeftCounts Left { get; init; }
}

/// <summary>Attempts that were left for the next step, by reason.</summary>
public sealed record LeftCounts
{
    /// <summary>The window ended without the success status.</summary>
    public required long Deadline { get; init; }

    /// <summary>It could not be handed over in time.</summary>
    public required long NotSent { get; init; }

    /// <summary>Somebody requested the next step.</summary>
    public required long Skip { get; init; }

    /// <summary>It failed.</summary>
    public required long Failure { get; init; }
}

/// <summary>The number of attempts that did not succeed for a reason.</summary>
public sealed record ReasonCount
{
    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The reason.</summary>
    public required LeaveReason Reason { get; init; }

    /// <summary>The highest status that had been reached, if there is no error.</summary>
    public DeliveryStatus? Status { get; init; }

    /// <summary>The kind of the error.</summary>
    public ErrorClass? ErrorClass { get; init; }

    /// <summary>8x8's receipt error code.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>The attempts.</summary>
    public required long Attempts { get; init; }
}
