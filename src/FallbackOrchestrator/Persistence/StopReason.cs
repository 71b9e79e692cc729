namespace FallbackOrchestrator.Persistence;

/// <summary>The reason why an endpoint is not called until the customer registers it again.</summary>
public enum StopReason
{
    /// <summary>It returned 410.</summary>
    Gone,

    /// <summary>All attempts have failed for too long.</summary>
    Failing,
}
