namespace FallbackOrchestrator.Messages;

/// <summary>The result of an attempt so far.</summary>
public enum AttemptOutcome
{
    Open,
    Succeeded,
    Failed,

    /// <summary>Its window or its patience ended without success; a later status still counts.</summary>
    TimedOut,

    /// <summary>Never handed over: every call was deferred until the patience was over.</summary>
    NotSent,

    /// <summary>Left because somebody requested the next step.</summary>
    Skipped,

    /// <summary>Taken out of the queue because the message got an outcome.</summary>
    Withdrawn,
}
