namespace FallbackOrchestrator.Persistence;

/// <summary>Where a status update is. How it gets there is written in docs/webhooks.md, How it is delivered.</summary>
public enum UpdateState
{
    /// <summary>Owed.</summary>
    Pending,

    /// <summary>The endpoint answered 2xx.</summary>
    Delivered,

    /// <summary>Given up; it can be replayed.</summary>
    Failed,
}
