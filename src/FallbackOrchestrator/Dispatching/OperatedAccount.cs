namespace FallbackOrchestrator.Dispatching;

/// <summary>The state of a channel account.</summary>
public sealed record OperatedAccount
{
    /// <summary>Its id: the <c>channelId</c> of a step.</summary>
    public required string ChannelId { get; init; }

    /// <summary>Its channel; left out if this replica does not have the account.</summary>
    [OneOfChannels]
    public string? Channel { get; init; }

    /// <summary>Its provider; left out if this replica does not have the account.</summary>
    public string? Provider { get; init; }

    /// <summary>Attempts that wait for its limits.</summary>
    public required int Queued { get; init; }

    /// <summary>
    /// <c>closed</c>: it is called. <c>open</c>: it is not called, because too many calls failed. <c>halfOpen</c>: one message at a time
    /// probes it. Left out if this replica does not have the account.
    /// </summary>
    [OneOf("closed", "halfOpen", "open")]
    public string? Circuit { get; init; }

    /// <summary>The time when the circuit opened, while it is not closed.</summary>
    public DateTimeOffset? OpenSince { get; init; }

    /// <summary>Calls that were not accepted since the last one that was.</summary>
    public int? FailuresInARow { get; init; }

    /// <summary>The time of the first of them.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>The cause of the latest of them.</summary>
    public string? LastFailure { get; init; }
}
