namespace FallbackOrchestrator.Persistence;

/// <summary>The state of a status update. See docs/webhooks.md, How it is delivered.</summary>
public enum UpdateState
{
    /// <summary>Not delivered yet.</summary>
    Pending,

    /// <summary>The endpoint returned 2xx.</summary>
    Delivered,

    /// <summary>Given up; it can be replayed.</summary>
    Failed,
}
