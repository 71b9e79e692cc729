namespace FallbackOrchestrator.Statistics;

/// <summary>How long it took from the start of the window until a status was recorded, as a distribution.</summary>
public sealed record DelayCounts
{
    [OneOfChannels]
    public required string Channel { get; init; }

    /// <summary>delivered or read.</summary>
    [OneOf("delivered", "read")]
    public required string Status { get; init; }

    /// <summary>The attempts that reached the status.</summary>
    public required long Attempts { get; init; }

    /// <summary>Half of them took less than this number of seconds; left out if they took more than a day.</summary>
    public int? Median { get; init; }

    /// <summary>95 % of them took less than this number of seconds; left out if they took more than a day.</summary>
    public int? Percentile95 { get; init; }

    /// <summary>The attempts by time, up to a day.</summary>
    public required IReadOnlyList<DelayBound> Within { get; init; }
}
