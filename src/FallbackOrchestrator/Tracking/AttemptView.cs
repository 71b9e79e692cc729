using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Tracking;

/// <summary>One step of a message.</summary>
public sealed record AttemptView
{
    public required int Step { get; init; }
    [OneOfChannels]
    public required string Channel { get; init; }
    public required string ChannelId { get; init; }

    /// <summary>The status at which the step is done.</summary>
    [OneOf<SuccessStatus>(asDeclared: true)]
    public required string SuccessStatus { get; init; }

    /// <summary>The window in seconds.</summary>
    public double? FallbackAfter { get; init; }

    /// <summary>
    /// The highest status received: queued, unknown, accepted, sent, rejected, undelivered, lifetimeOver, recalled, delivered or read.
    /// </summary>
    [OneOf("queued", "unknown", "accepted", "sent", "rejected", "undelivered", "lifetimeOver", "recalled", "delivered", "read")]
    public string? Status { get; init; }

    /// <summary>open, succeeded, failed, timedOut, notSent, skipped or withdrawn; notStarted for a step that has not started.</summary>
    [OneOf("notStarted", "open", "succeeded", "failed", "timedOut", "notSent", "skipped", "withdrawn")]
    public required string Outcome { get; init; }

    /// <summary>The start of the window: the lease of the call that handed the attempt over.</summary>
    public DateTimeOffset? OpensAt { get; init; }

    /// <summary>The end of the window.</summary>
    public DateTimeOffset? ClosesAt { get; init; }

    /// <summary>The provider's id.</summary>
    public string? ProviderMessageId { get; init; }

    /// <summary>Both ids, after a resend.</summary>
    public IReadOnlyList<string>? ProviderMessageIds { get; init; }

    /// <summary>True if it was sent a second time after an unknown outcome.</summary>
    public bool? PossibleDuplicate { get; init; }

    /// <summary>Calls to the provider so far.</summary>
    public int? Calls { get; init; }

    /// <summary>The reason why it failed, or was not sent.</summary>
    public AttemptErrorView? Error { get; init; }
}
