using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Tracking;

/// <summary>Everything that happened to a message, with the causes.</summary>
public sealed record MessageTimeline
{
    public required Guid Umid { get; init; }

    /// <summary><c>scheduled</c>, <c>inProgress</c> or <c>completed</c>.</summary>
    [OneOf<MessageState>]
    public required string State { get; init; }

    /// <summary><c>succeeded</c>, <c>failed</c>, <c>cancelled</c>, <c>expired</c> or <c>unconfirmed</c>, once it is completed.</summary>
    [OneOf<Outcome>]
    public string? Outcome { get; init; }

    /// <summary>True if a failure may still revoke the success.</summary>
    public required bool Provisional { get; init; }

    /// <summary>The number of times that the message has completed.</summary>
    public required int Completion { get; init; }

    /// <summary>The step whose success was recorded first.</summary>
    public int? SucceededStep { get; init; }

    /// <summary>Every step at Delivered or better, whatever its success status.</summary>
    public required IReadOnlyList<int> DeliveredOn { get; init; }

    /// <summary>True if two attempts were delivered and have their success status.</summary>
    public required bool DuplicateDelivery { get; init; }

    public string? ClientMessageId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ScheduledAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The steps, including those that were not started.</summary>
    public required IReadOnlyList<AttemptView> Attempts { get; init; }

    /// <summary>The events, in order.</summary>
    public required IReadOnlyList<TimelineEventView> Events { get; init; }
}
