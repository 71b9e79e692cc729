using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>Something that happened to an account's endpoint, and the operational webhook that is told.</summary>
internal sealed record OperationalEvent
{
    public required OperationalEventKind Kind { get; init; }

    /// <summary>The time at which it happened.</summary>
    public required DateTimeOffset At { get; init; }

    public required CustomerAccountId Account { get; init; }

    /// <summary>The operational webhook.</summary>
    public required Guid Told { get; init; }

    /// <summary>The endpoint that it happened to. See <see cref="StatusUpdateRow.EndpointKey"/>.</summary>
    public required string EndpointKey { get; init; }

    /// <summary>What the endpoint's webhook was registered for: a subaccount or <c>*</c>; null for a message's own address.</summary>
    public string? Subaccount { get; init; }

    /// <summary>The endpoint's address, which may contain secrets.</summary>
    public required string Url { get; init; }

    /// <summary>Of a webhook: the reason why it was stopped.</summary>
    public StopReason? Reason { get; init; }

    /// <summary>Disabled: the time since which every attempt had failed. Enabled: the time at which it had been stopped.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Exhausted: the number of updates that were given up.</summary>
    public int UpdateCount { get; init; }

    /// <summary>The first of these updates, at most <see cref="OperationalEvents.MostNamed"/>.</summary>
    public IReadOnlyList<ExhaustedUpdate> Updates { get; init; } = [];
}
