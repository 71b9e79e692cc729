using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>Everything that happened to a message, with the causes.</summary>
public sealed record MessageTimeline
{
    /// <summary>The message's unique id.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The phase of its life.</summary>
    public required MessageState State { get; init; }

    /// <summary>How it ended, once it is completed.</summary>
    public Outcome? Outcome { get; init; }

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

    /// <summary>Your own id for it.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>The time at which it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its scheduled time.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>Its expiry.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The time at which it was completed.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The steps, including those that were not started.</summary>
    public required IReadOnlyList<Attempt> Attempts { get; init; }

    /// <summary>The events, in order.</summary>
    public required IReadOnlyList<TimelineEvent> Events { get; init; }
}

/// <summary>One step of a message.</summary>
public sealed record Attempt
{
    /// <summary>The step, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Its channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The channel account.</summary>
    public required string ChannelId { get; init; }

    /// <summary>The status at which the step is done.</summary>
    public required SuccessStatus SuccessStatus { get; init; }

    /// <summary>The window in seconds.</summary>
    public double? FallbackAfter { get; init; }

    /// <summary>The highest status received.</summary>
    public DeliveryStatus? Status { get; init; }

    /// <summary>What became of it.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>The start of the window.</summary>
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
    public AttemptError? Error { get; init; }
}

/// <summary>What became of a step.</summary>
[JsonConverter(typeof(NameConverter<AttemptOutcome>))]
public enum AttemptOutcome
{
    /// <summary>An outcome that this version of the client does not know.</summary>
    Unrecognized,

    /// <summary>The step has not started.</summary>
    NotStarted,

    /// <summary>It is being tried.</summary>
    Open,

    /// <summary>It has reached its success status.</summary>
    Succeeded,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>Its window ended without success.</summary>
    TimedOut,

    /// <summary>It could not be handed over.</summary>
    NotSent,

    /// <summary>Somebody requested the next step.</summary>
    Skipped,

    /// <summary>It was not needed any more.</summary>
    Withdrawn,
}

/// <summary>The reason why an attempt failed.</summary>
public sealed record AttemptError
{
    /// <summary>The kind.</summary>
    public required ErrorClass Class { get; init; }

    /// <summary>8x8's receipt error code.</summary>
    public required int Code { get; init; }

    /// <summary>The provider's own code.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>The provider's text.</summary>
    public string? Text { get; init; }

    /// <summary>True if it says that the person is not on this channel.</summary>
    public bool NotOnChannel { get; init; }
}

/// <summary>One line of a timeline.</summary>
public sealed record TimelineEvent
{
    /// <summary>The time of the event.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The step that it is about, from 1.</summary>
    public int? Step { get; init; }

    /// <summary>The cause.</summary>
    public required Cause Cause { get; init; }

    /// <summary>The kind of event, such as <c>attemptTimedOut</c> or <c>messageCompleted</c>.</summary>
    public required string What { get; init; }

    /// <summary>The data of the event.</summary>
    public TimelineDetail? Detail { get; init; }
}

/// <summary>The data of an event. A property is set only if the kind of the event has it.</summary>
public sealed record TimelineDetail
{
    /// <summary>The channel of a step that was started.</summary>
    public Channel? Channel { get; init; }

    /// <summary>The channel account of the handover.</summary>
    public string? Account { get; init; }

    /// <summary>The number of the call, from 1.</summary>
    public int? Call { get; init; }

    /// <summary>The time of the next try of a deferred call.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The reason why the outcome of a call is unknown.</summary>
    public string? Reason { get; init; }

    /// <summary>The status before.</summary>
    public DeliveryStatus? From { get; init; }

    /// <summary>The status after.</summary>
    public DeliveryStatus? To { get; init; }

    /// <summary>The reason of a failure or a deferral.</summary>
    public AttemptError? Error { get; init; }

    /// <summary>The outcome of the message.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>The number of the completion; the highest counts.</summary>
    public int? Completion { get; init; }

    /// <summary>True if a failure may still revoke the outcome.</summary>
    public bool? Provisional { get; init; }
}
