using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Tracking;

/// <summary>One line of a timeline.</summary>
public sealed record TimelineEventView
{
    public required DateTimeOffset At { get; init; }
    public int? Step { get; init; }

    /// <summary>request, schedule, dispatch, receipt, reply, deadline, recall, query, cancel, expiry, recovery or operator.</summary>
    [OneOf<Cause>]
    public required string Cause { get; init; }

    /// <summary>The event.</summary>
    public required string What { get; init; }

    /// <summary>The data of the event.</summary>
    public TimelineDetail? Detail { get; init; }
}
