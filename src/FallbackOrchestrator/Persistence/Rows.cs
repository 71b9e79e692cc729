using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A message. Range-partitioned by <see cref="Id"/>, a UUIDv7, that is by day.</summary>
public sealed class MessageRow
{
    public Guid Id { get; init; }
    public string SubaccountId { get; init; } = "";
    public string? ClientMessageId { get; init; }
    public Guid? BatchId { get; init; }
    public string? ClientBatchId { get; init; }
    public string? Msisdn { get; init; }
    public string? ChannelUserId { get; init; }
    public string ContentType { get; init; } = "";

    /// <summary>Where its receipts go instead of to the customer's webhook.</summary>
    public string? ReceiptUrl { get; init; }

    /// <summary>The resolved sequence, as JSON (<see cref="RowJson"/>).</summary>
    public string Steps { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ScheduledAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public bool MayResend { get; init; }
    public Priority Priority { get; init; }
    public MessageState State { get; init; }
    public Outcome? Outcome { get; init; }
    public Outcome? StoppedAs { get; init; }
    public DateTimeOffset? ProvisionalUntil { get; init; }
    public int Completion { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public int? SucceededStep { get; init; }
    public bool DuplicateDelivery { get; init; }
    public int TimelineLength { get; init; }

    /// <summary>When time alone will move the message; the watcher's index.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>What a message says. A table of its own, so that it can be erased by the day long before the message is, and so that receipts never read it.</summary>
public sealed class ContentRow
{
    public Guid MessageId { get; init; }

    /// <summary>The content, as JSON (<see cref="ContentJson"/>).</summary>
    public string Content { get; init; } = "";
}

/// <summary>One attempt: a step of a message over one channel.</summary>
public sealed class AttemptRow
{
    public Guid MessageId { get; init; }
    public int Step { get; init; }
    public string SubaccountId { get; init; } = "";
    public string Channel { get; init; } = "";
    public string AccountId { get; init; } = "";

    /// <summary>That of the message, for the claims of queues.</summary>
    public Priority Priority { get; init; }

    public HandoverState Handover { get; init; }
    public DateTimeOffset QueuedAt { get; init; }

    /// <summary>While queued: when it may be called; the dispatchers' index, by account.</summary>
    public DateTimeOffset? DispatchAt { get; init; }

    public int Epoch { get; init; }
    public DateTimeOffset? LeaseUntil { get; init; }
    public DateTimeOffset? LeasedAt { get; init; }
    public DateTimeOffset? FirstCallAt { get; init; }
    public int Deferrals { get; init; }
    public int Breaks { get; init; }
    public bool Unknown { get; init; }
    public ResendState Resend { get; init; }
    public int? ResendEpoch { get; init; }
    public LeaveReason LeftBy { get; init; }
    public AttemptStatus Heard { get; init; }

    /// <summary>The failure to show, as JSON (<see cref="RowJson"/>).</summary>
    public string? Failure { get; init; }

    /// <summary>Why the latest call was deferred or broke, as JSON (<see cref="RowJson"/>).</summary>
    public string? Obstacle { get; init; }

    public string[] ProviderIds { get; init; } = [];

    /// <summary>Where there was a resend: the ids that were delivered.</summary>
    public string[]? DeliveredIds { get; init; }

    public DateTimeOffset? StandsSince { get; init; }
}

/// <summary>One line of a message's timeline.</summary>
public sealed class TimelineRow
{
    public Guid MessageId { get; init; }

    /// <summary>Its place in the timeline, from 1, without gaps; the first ones are not stored where they are an <see cref="ImpliedTimeline"/>.</summary>
    public int Seq { get; init; }

    public DateTimeOffset At { get; init; }
    public int? Step { get; init; }
    public Cause Cause { get; init; }

    /// <summary>The kind of <see cref="MessageEvent"/>, in camel case.</summary>
    public string What { get; init; } = "";

    /// <summary>The event's own facts, as JSON.</summary>
    public string? Detail { get; init; }
}

/// <summary>Which attempt a provider's id belongs to. Not partitioned: a receipt knows the id and not the day.</summary>
public sealed class ProviderRefRow
{
    public string AccountId { get; init; } = "";
    public string ProviderId { get; init; } = "";
    public Guid MessageId { get; init; }
    public int Step { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A receipt that matched no attempt when it came; joined when the provider's id is known.</summary>
public sealed class ParkedReceiptRow
{
    public long Id { get; init; }
    public string AccountId { get; init; } = "";
    public string ProviderId { get; init; } = "";
    public AttemptStatus Word { get; init; }
    public DateTimeOffset At { get; init; }
    public string? Error { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>The last sign of life of any replica that takes receipts, and the latest silence. One row.</summary>
public sealed class HeartbeatRow
{
    public int Id { get; init; } = 1;
    public DateTimeOffset BeatAt { get; init; }
    public DateTimeOffset? SilentFrom { get; init; }
    public DateTimeOffset? SilentUntil { get; init; }
}

/// <summary>A live replica; a provider account's rate is shared by them.</summary>
public sealed class ReplicaRow
{
    public Guid Id { get; init; }
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>The channel accounts that it has; null where its version does not say.</summary>
    public string[]? Accounts { get; init; }
}

/// <summary>A request's idempotency key, and its answer once there is one. Kept for 24 hours.</summary>
public sealed class IdempotencyKeyRow
{
    public string SubaccountId { get; init; } = "";
    public string Key { get; init; } = "";

    /// <summary>SHA-256 of the request.</summary>
    public byte[] Fingerprint { get; init; } = [];

    public DateTimeOffset ClaimedAt { get; init; }
    public string? Answer { get; init; }

    /// <summary>The form of the key; see <see cref="IdempotencyKeys"/>.</summary>
    public short Form { get; init; }
}

/// <summary>A row that says only that its transaction has committed (<see cref="CommitEvidence"/>).</summary>
public sealed class CommitMarkRow
{
    public Guid Id { get; init; }
    public DateTimeOffset MadeAt { get; init; }
}
