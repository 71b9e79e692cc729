namespace FallbackOrchestrator.Statistics;

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
