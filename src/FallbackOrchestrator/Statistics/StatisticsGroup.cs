namespace FallbackOrchestrator.Statistics;

/// <summary>The counts of a group of messages.</summary>
public sealed record StatisticsGroup
{
    /// <summary>The start of the hour, if the groups are hours.</summary>
    public DateTimeOffset? Hour { get; init; }

    /// <summary>The day in UTC, if the groups are days.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>
    /// The sequence, if the groups are sequences. Left out for the rest of an hour in which messages had more than 50 different sequences.
    /// </summary>
    public IReadOnlyList<SequenceStep>? Sequence { get; init; }

    /// <summary>
    /// The country (ISO 3166-1), if the groups are countries; left out for numbers that belong to none, and for messages without a number.
    /// </summary>
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
