using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Tracking;

/// <summary>8x8's message details: one record for every attempt.</summary>
public sealed record MessageDetails
{
    /// <summary>The attempts in the order of their steps.</summary>
    public required IReadOnlyList<AttemptDetails> Data { get; init; }
}

/// <summary>One attempt in 8x8's terms.</summary>
public sealed record AttemptDetails
{
    public required Guid Umid { get; init; }
    public required string SubAccountId { get; init; }

    /// <summary>The channel's name.</summary>
    [OneOfChannels]
    public required string Channel { get; init; }

    /// <summary>The channel account.</summary>
    public required string ChannelId { get; init; }

    /// <summary><c>Outbound</c>.</summary>
    [OneOf("Outbound")]
    public required string Direction { get; init; }

    /// <summary>The step, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>The kind of content.</summary>
    public required string ContentType { get; init; }

    /// <summary>The time at which the step was started.</summary>
    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset CreatedAt { get; init; }

    public required MaskedUser User { get; init; }

    /// <summary>The status of the attempt.</summary>
    public required AttemptStatusView Status { get; init; }

    public string? ClientMessageId { get; init; }

    /// <summary>The batch of the message.</summary>
    public Guid? BatchId { get; init; }

    public string? ClientBatchId { get; init; }
}

/// <summary>The recipient, masked unless the subaccount shows numbers.</summary>
public sealed record MaskedUser
{
    /// <summary>The number, its last four digits hidden unless the subaccount shows them.</summary>
    public string? Msisdn { get; init; }

    public string? ChannelUserId { get; init; }
}

/// <summary>8x8's status object.</summary>
public sealed record AttemptStatusView
{
    /// <summary><c>queued</c>, <c>sent</c>, <c>delivered</c>, <c>read</c>, <c>undelivered</c> or <c>rejected</c>.</summary>
    [OneOf("queued", "sent", "delivered", "read", "undelivered", "rejected")]
    public required string State { get; init; }

    public string? Detail { get; init; }

    /// <summary>The time of the status.</summary>
    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset Timestamp { get; init; }

    public int? ErrorCode { get; init; }
    public string? ErrorMessage { get; init; }
}

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

/// <summary>The reason why an attempt failed.</summary>
public sealed record AttemptErrorView
{
    /// <summary>
    /// The kind: notReachable, recipientRefused, badRequest, configuration, throttled, unavailable, expired, recalled, internal or other.
    /// </summary>
    [OneOf<ErrorClass>]
    public required string Class { get; init; }

    /// <summary>8x8's receipt error code.</summary>
    public required int Code { get; init; }

    public string? ProviderCode { get; init; }
    public string? Text { get; init; }

    public static AttemptErrorView? Of(AttemptError? error) => error is null ? null : new AttemptErrorView
    {
        Class = EnumText.Of(error.Class),
        Code = error.Code,
        ProviderCode = error.ProviderCode,
        Text = error.Text,
    };
}

/// <summary>One line of a timeline.</summary>
public sealed record TimelineEventView
{
    public required DateTimeOffset At { get; init; }
    public int? Step { get; init; }

    /// <summary>request, schedule, dispatch, receipt, deadline, recall, cancel, expiry, recovery or operator.</summary>
    [OneOf<Cause>]
    public required string Cause { get; init; }

    /// <summary>The event.</summary>
    public required string What { get; init; }

    /// <summary>The data of the event.</summary>
    public TimelineDetail? Detail { get; init; }
}
