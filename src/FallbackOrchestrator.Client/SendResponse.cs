namespace FallbackOrchestrator.Client;

/// <summary>The response to a Send: the message is stored.</summary>
public sealed record SendResponse
{
    /// <summary>The message's unique id.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The recipient, as the service understood it.</summary>
    public required SentTo User { get; init; }

    /// <summary>Your own id for it.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>Always <see cref="DeliveryStatus.Queued"/>: this says nothing about delivery.</summary>
    public required SentStatus Status { get; init; }

    /// <summary>Warnings about valid but surprising parts of the request.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>The recipient of an accepted message.</summary>
public sealed record SentTo
{
    /// <summary>The number with its +.</summary>
    public string? Msisdn { get; init; }

    /// <summary>The id on the channel.</summary>
    public string? ChannelUserId { get; init; }
}

/// <summary>The status of a message that was just accepted.</summary>
public sealed record SentStatus
{
    /// <summary>Always <see cref="DeliveryStatus.Queued"/>.</summary>
    public required DeliveryStatus State { get; init; }

    /// <summary>The time at which it was stored.</summary>
    public required DateTimeOffset Timestamp { get; init; }
}

/// <summary>The response to a batch.</summary>
public sealed record BatchResponse
{
    /// <summary>The batch's id.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>Your own id for it.</summary>
    public string? ClientBatchId { get; init; }

    /// <summary>The number of messages that were stored.</summary>
    public required int AcceptedCount { get; init; }

    /// <summary>The number of messages that were rejected.</summary>
    public required int RejectedCount { get; init; }

    /// <summary>Every message in the order of the request, if the request wanted them.</summary>
    public IReadOnlyList<BatchedMessage>? Messages { get; init; }

    /// <summary>Warnings about the request, and those of messages that are not listed.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>One message of a batch.</summary>
public sealed record BatchedMessage
{
    /// <summary>The message's unique id. A rejected message has one too, but it cannot be looked up.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The recipient; for a rejected message as the request named it.</summary>
    public SentTo? User { get; init; }

    /// <summary>Your own id for it.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>Whether it was accepted, else why not.</summary>
    public required BatchedStatus Status { get; init; }

    /// <summary>Warnings about valid but surprising parts of it.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>The result of one message of a batch.</summary>
public sealed record BatchedStatus
{
    /// <summary><see cref="DeliveryStatus.Queued"/> or <see cref="DeliveryStatus.Rejected"/>.</summary>
    public required DeliveryStatus State { get; init; }

    /// <summary>The time of the result.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The error code that the message would get in a Send of its own.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>What is wrong and how to correct it.</summary>
    public string? ErrorMessage { get; init; }
}

/// <summary>The response to a cancel.</summary>
public sealed record CancelResponse
{
    /// <summary>The number of messages of which something could still be stopped.</summary>
    public required int CancelledCount { get; init; }
}

/// <summary>The step to leave.</summary>
/// <param name="Step">Its number, from 1; null for the one that the message waits for.</param>
internal sealed record SkipRequest(int? Step);

/// <summary>The response to a skip.</summary>
public sealed record SkipResponse
{
    /// <summary>The step that was to be left; null if the request named none and no step is current.</summary>
    public int? Step { get; init; }

    /// <summary>True if the step was left on request, by this call or an earlier one.</summary>
    public required bool Skipped { get; init; }
}
