using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

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
