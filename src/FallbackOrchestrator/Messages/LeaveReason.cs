namespace FallbackOrchestrator.Messages;

/// <summary>The reason why a step was left. A step that was left is never current again.</summary>
public enum LeaveReason
{
    /// <summary>It was not left.</summary>
    Nothing,

    /// <summary>Its window or its patience was over, and the provider had the message or may have had it.</summary>
    Deadline,

    /// <summary>It could not be handed over within its patience.</summary>
    NotSent,

    /// <summary>Somebody requested the next step.</summary>
    Skip,

    /// <summary>It failed.</summary>
    Failure,
}
