namespace FallbackOrchestrator.Statistics;

/// <summary>What windows would have cost, by measured messages: the price of a shorter window, before it is chosen.</summary>
public sealed record WindowAdvice
{
    /// <summary>The start of the first hour that is included.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The end of the last hour that is included.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Everything that happened before this time is included; left out until the first count.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>One entry for each channel and status that attempts reached.</summary>
    public required IReadOnlyList<ChannelAdvice> Channels { get; init; }
}
