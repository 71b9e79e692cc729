namespace FallbackOrchestrator.Statistics;

/// <summary>Messages by state and, for completed ones, by outcome. Each message counts once.</summary>
public sealed record StateCounts
{
    /// <summary>Waiting for their scheduled time.</summary>
    public required long Scheduled { get; init; }

    /// <summary>Steps are being tried.</summary>
    public required long InProgress { get; init; }

    /// <summary>An attempt has reached its success status.</summary>
    public required long Succeeded { get; init; }

    /// <summary>No step was left.</summary>
    public required long Failed { get; init; }

    /// <summary>Cancelled by the customer.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Their <c>expiry</c> passed.</summary>
    public required long Expired { get; init; }

    /// <summary>Handed over, and no decisive status was received.</summary>
    public required long Unconfirmed { get; init; }
}
