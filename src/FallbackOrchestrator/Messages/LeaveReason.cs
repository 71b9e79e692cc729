namespace FallbackOrchestrator.Messages;

/// <summary>How a step was left. A step once left is never waited for again.</summary>
public enum LeaveReason
{
    /// <summary>It was not left.</summary>
    Nothing,

    /// <summary>Its window or its patience was over, and the provider had it or may have had it.</summary>
    Deadline,

    /// <summary>It could not be handed over in its patience.</summary>
    NotSent,

    /// <summary>Somebody asked for the next step.</summary>
    Skip,

    /// <summary>It failed.</summary>
    Failure,
}
