namespace FallbackOrchestrator.Statistics;

/// <summary>Attempts over a channel: how far they came, and why they were left.</summary>
public sealed record AttemptCounts
{
    /// <summary>The number of the step, from 1; left out for the sum over all steps.</summary>
    public int? Step { get; init; }

    [OneOfChannels]
    public required string Channel { get; init; }

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
