namespace FallbackOrchestrator.Client;

/// <summary>One event of a message's timeline, in the format <c>events-v1</c>.</summary>
public sealed record MessageEvent : StatusUpdate
{
    /// <summary><c>message.</c> and the kind of event, such as <c>message.attemptTimedOut</c> or <c>message.messageCompleted</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The time of the event.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The event.</summary>
    public required MessageEventData Data { get; init; }
}

/// <summary>The content of an event.</summary>
public sealed record MessageEventData
{
    /// <summary>The message's unique id.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The subaccount.</summary>
    public required string SubAccountId { get; init; }

    /// <summary>Your own id for the message.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>The batch of the message.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>Your own id for the batch.</summary>
    public string? ClientBatchId { get; init; }

    /// <summary>The event's place in the message's timeline, from 1, without gaps.</summary>
    public required int Sequence { get; init; }

    /// <summary>The step that it is about.</summary>
    public int? Step { get; init; }

    /// <summary>The channel of the step.</summary>
    public Channel? Channel { get; init; }

    /// <summary>The channel account of the step.</summary>
    public string? ChannelId { get; init; }

    /// <summary>The highest status of the step.</summary>
    public DeliveryStatus? Status { get; init; }

    /// <summary>The cause.</summary>
    public required Cause Cause { get; init; }

    /// <summary>The data of the event.</summary>
    public TimelineDetail? Detail { get; init; }

    /// <summary>The message's state afterwards.</summary>
    public required MessageState State { get; init; }

    /// <summary>On a provisional completion: the time until which a failure may revoke it.</summary>
    public DateTimeOffset? ProvisionalUntil { get; init; }

    /// <summary>The step that is running now; null once the message has an outcome.</summary>
    public NextStep? Next { get; init; }
}

/// <summary>The running step.</summary>
public sealed record NextStep
{
    /// <summary>Its number, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Its channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The end of its window; null before the window opens, and if only a failure starts the next step.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The channel of the next step.</summary>
    public Channel? ThenChannel { get; init; }
}
