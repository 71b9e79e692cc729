namespace FallbackOrchestrator.Persistence;

/// <summary>A status update for one endpoint: a row of the outbox.</summary>
public sealed class StatusUpdateRow
{
    /// <summary>A UUIDv7, the same at every attempt: receivers recognize repetitions by it.</summary>
    public Guid Id { get; init; }

    /// <summary>The message. An operational event is about none, and has its own id here.</summary>
    public Guid MessageId { get; init; }

    /// <summary>The number of the event in the message's timeline.</summary>
    public int Seq { get; init; }

    public string SubaccountId { get; init; } = "";
    public Guid CustomerAccountId { get; init; }

    /// <summary>The webhook that receives it, or whose secret signs it.</summary>
    public Guid? WebhookId { get; init; }

    /// <summary>The message's own address, if it has one.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// The endpoint: the webhook's id, or <c>url:</c>, the account and the address's host. Updates of a message with the same key are
    /// delivered in order.
    /// </summary>
    public string EndpointKey { get; init; } = "";

    public string Format { get; init; } = "";

    /// <summary>The body, byte for byte the same at every attempt.</summary>
    public string Body { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
    public UpdateState State { get; init; }
    public int AttemptCount { get; init; }

    /// <summary>While pending: the time of the next attempt.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>While a replica delivers it: the end of the lease, until which no other replica may.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    public DateTimeOffset GiveUpAt { get; init; }

    /// <summary>The end of the last attempt.</summary>
    public DateTimeOffset? LastAt { get; init; }

    public int? LastMilliseconds { get; init; }
    public int? LastStatus { get; init; }
    public WebhookResult? LastResult { get; init; }

    /// <summary>True if it is for an operational webhook.</summary>
    public bool IsOperational => MessageId == Id;
}
