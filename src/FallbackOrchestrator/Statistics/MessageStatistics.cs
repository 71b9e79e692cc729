namespace FallbackOrchestrator.Statistics;

/// <summary>What became of the messages of a period or of a batch.</summary>
public sealed record MessageStatistics
{
    /// <summary>The start of the first hour that is included; left out for a batch.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The end of the last hour that is included; left out for a batch.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>
    /// Everything that happened before this time is included; left out until the first count, and for a batch, which is counted at the
    /// request.
    /// </summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>All messages.</summary>
    public required StatisticsGroup Total { get; init; }

    /// <summary>The messages in the groups of <c>groupBy</c>: hours and days in their order, otherwise the largest first.</summary>
    public IReadOnlyList<StatisticsGroup>? Groups { get; init; }

    /// <summary>Why attempts did not succeed, the most frequent reason first.</summary>
    public required IReadOnlyList<ReasonCount> Reasons { get; init; }

    /// <summary>How long it took until attempts were delivered and read.</summary>
    public required IReadOnlyList<DelayCounts> Delays { get; init; }
}
