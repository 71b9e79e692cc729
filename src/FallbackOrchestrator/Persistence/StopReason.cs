namespace FallbackOrchestrator.Persistence;

/// <summary>Why an endpoint is not called any more until its owner registers it again.</summary>
public enum StopReason
{
    /// <summary>It answered 410.</summary>
    Gone,

    /// <summary>Every attempt has failed for too long.</summary>
    Failing,
}
