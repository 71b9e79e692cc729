namespace FallbackOrchestrator.Persistence;

/// <summary>A status update that is owed to one endpoint: the outbox.</summary>
public sealed class StatusUpdateRow
{
    /// <summary>A UUIDv7, the same at every attempt: what receivers tell repetitions by.</summary>
    public Guid Id { get; init; }

    public Guid MessageId { get; init; }

    /// <summary>The number of the event in the message's timeline.</summary>
    public int Seq { get; init; }

    public string SubaccountId { get; init; } = "";
    public Guid CustomerAccountId { get; init; }

    /// <summary>The webhook that it goes to, or whose secret signs it.</summary>
    public Guid? WebhookId { get; init; }

    /// <summary>The message's own address, if it has one.</summary>
    public string? Url { get; init; }

    /// <summary>What it queues behind: the webhook's id, or <c>url:</c>, the account and the address's host.</summary>
    public string EndpointKey { get; init; } = "";

    public string Format { get; init; } = "";

    /// <summary>The body, byte for byte the same at every attempt.</summary>
    public string Body { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
    public UpdateState State { get; init; }
    public int AttemptCount { get; init; }

    /// <summary>While pending: when it is tried next; the workers' index, by lane.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>While a replica delivers it: until when nobody else may.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    public DateTimeOffset GiveUpAt { get; init; }

    /// <summary>When the last attempt ended; of an update that arrived, when it did.</summary>
    public DateTimeOffset? LastAt { get; init; }

    public int? LastMilliseconds { get; init; }
    public int? LastStatus { get; init; }
    public WebhookResult? LastResult { get; init; }
}
