namespace FallbackOrchestrator.Persistence;

/// <summary>Why an endpoint is not called any more until its owner registers it again.</summary>
public enum StopReason
{
    /// <summary>It answered 410.</summary>
    Gone,

    /// <summary>Every attempt has failed for too long.</summary>
    Failing,
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
