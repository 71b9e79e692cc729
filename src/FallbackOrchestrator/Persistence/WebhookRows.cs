namespace FallbackOrchestrator.Persistence;

/// <summary>Why an endpoint is not called any more until its owner registers it again.</summary>
public enum StopReason
{
    /// <summary>It answered 410.</summary>
    Gone,

    /// <summary>Every attempt has failed for too long.</summary>
    Failing,
}

/// <summary>Where a status update is.</summary>
public enum UpdateState
{
    /// <summary>Owed.</summary>
    Pending,

    /// <summary>The endpoint answered 2xx.</summary>
    Delivered,

    /// <summary>Given up; it can be replayed.</summary>
    Failed,
}

/// <summary>What came of one attempt to tell an endpoint. Customers are shown this and the HTTP status, never what the endpoint wrote.</summary>
public enum WebhookResult
{
    /// <summary>2xx.</summary>
    Delivered,

    /// <summary>Any other answer.</summary>
    Refused,

    /// <summary>3xx, which is never followed.</summary>
    Redirected,

    /// <summary>410: the endpoint wants nothing more.</summary>
    Gone,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>No connection, or a broken one.</summary>
    Unreachable,

    /// <summary>The address is not one that may be called.</summary>
    ForbiddenAddress,

    /// <summary>The token endpoint gave no access token.</summary>
    NoToken,

    /// <summary>The webhook was deleted or disabled before the update could be delivered.</summary>
    NoEndpoint,
}

/// <summary>A registered webhook. Its secrets stand in it as they are: whoever reads this table can also forge the messages.</summary>
public sealed class WebhookRow
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }

    /// <summary>A subaccount, or <c>*</c> for all of the account.</summary>
    public string SubaccountId { get; init; } = "";

    /// <summary><c>CADR</c>, <c>MSG</c> or <c>CABM</c>.</summary>
    public string Type { get; init; } = "";

    public string Url { get; set; } = "";
    public bool Enabled { get; set; }

    /// <summary>The payload's format, as it is written in the configuration API.</summary>
    public string Format { get; set; } = "";

    /// <summary>The value of the <c>Authorization</c> header.</summary>
    public string? HttpAuthorization { get; set; }

    /// <summary>OAuth client credentials, as JSON.</summary>
    public string? Oauth { get; set; }

    /// <summary>The signing secret, <c>whsec_</c> and base64.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The secret before the last rotation, which signs too until <see cref="PreviousUntil"/>.</summary>
    public string? PreviousSecret { get; set; }

    public DateTimeOffset? PreviousUntil { get; set; }
    public DateTimeOffset? FailingSince { get; set; }
    public DateTimeOffset? StoppedAt { get; set; }
    public StopReason? StoppedBecause { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A status update that is owed to one endpoint: the outbox.</summary>
public sealed class StatusUpdateRow
{
    /// <summary>A UUIDv7, the same at every attempt: what receivers tell repetitions by.</summary>
    public Guid Id { get; init; }

    public Guid MessageId { get; init; }

    /// <summary>The number of the event in the message's timeline.</summary>
    public int Seq { get; init; }

    public string SubaccountId { get; init; } = "";
    public Guid AccountId { get; init; }

    /// <summary>The webhook that it goes to, or whose secret signs it.</summary>
    public Guid? WebhookId { get; init; }

    /// <summary>The message's own address, if it has one.</summary>
    public string? Url { get; init; }

    /// <summary>What it queues behind: the webhook's id, or <c>url:</c>, the account and the address's host.</summary>
    public string Lane { get; init; } = "";

    public string Format { get; init; } = "";

    /// <summary>The body, byte for byte the same at every attempt.</summary>
    public string Body { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
    public UpdateState State { get; init; }
    public int Tries { get; init; }

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

/// <summary>One attempt to tell an endpoint that failed. What came of the last attempt stands in <see cref="StatusUpdateRow"/> too.</summary>
public sealed class DeliveryAttemptRow
{
    public long Id { get; init; }
    public Guid UpdateId { get; init; }
    public Guid? WebhookId { get; init; }
    public DateTimeOffset At { get; init; }
    public int Milliseconds { get; init; }
    public int? Status { get; init; }
    public WebhookResult Result { get; init; }

    /// <summary>The beginning of the answer, for operators.</summary>
    public string? Answer { get; init; }
}
