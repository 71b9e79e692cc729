namespace FallbackOrchestrator.Client;

/// <summary>8x8's message details: one record for every channel that was tried.</summary>
public sealed record MessageDetails
{
    /// <summary>The attempts in the order of their steps.</summary>
    public required IReadOnlyList<AttemptDetails> Data { get; init; }
}

/// <summary>One attempt in 8x8's terms.</summary>
public sealed record AttemptDetails
{
    /// <summary>The message's unique id.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The subaccount.</summary>
    public required string SubAccountId { get; init; }

    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The channel account.</summary>
    public required string ChannelId { get; init; }

    /// <summary>Always <c>Outbound</c>.</summary>
    public required string Direction { get; init; }

    /// <summary>The step, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>The kind of content.</summary>
    public required string ContentType { get; init; }

    /// <summary>The time at which the step was started.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The recipient, masked unless the subaccount shows numbers.</summary>
    public required MaskedUser User { get; init; }

    /// <summary>The status of the attempt.</summary>
    public required AttemptStatus Status { get; init; }

    /// <summary>Your own id for the message.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>The batch of the message.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>Your own id for the batch.</summary>
    public string? ClientBatchId { get; init; }
}

/// <summary>8x8's status object.</summary>
public sealed record AttemptStatus
{
    /// <summary>Queued, Sent, Delivered, Read, Undelivered or Rejected.</summary>
    public required DeliveryStatus State { get; init; }

    /// <summary>More about the state, such as <c>delivered_to_recipient</c>.</summary>
    public string? Detail { get; init; }

    /// <summary>The time of the status.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>8x8's receipt error code.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>The error in words.</summary>
    public string? ErrorMessage { get; init; }
}

/// <summary>The recipient, masked unless the subaccount shows numbers.</summary>
public sealed record MaskedUser
{
    /// <summary>The number, its last four digits hidden unless the subaccount shows them.</summary>
    public string? Msisdn { get; init; }

    /// <summary>The id on the channel.</summary>
    public string? ChannelUserId { get; init; }
}
