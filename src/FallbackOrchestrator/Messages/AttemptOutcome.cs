namespace FallbackOrchestrator.Messages;

/// <summary>How an attempt is doing.</summary>
public enum AttemptOutcome
{
    Open,
    Succeeded,
    Failed,

    /// <summary>Its window or its patience ended without success; a later word still counts.</summary>
    TimedOut,

    /// <summary>Never handed over: every call was deferred until the patience was over.</summary>
    NotSent,

    /// <summary>Left by request.</summary>
    Skipped,

    /// <summary>Taken out of the queue because the message had an outcome.</summary>
    Withdrawn,
}
