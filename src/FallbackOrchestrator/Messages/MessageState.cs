namespace FallbackOrchestrator.Messages;

/// <summary>Where a message is in its life.</summary>
public enum MessageState
{
    /// <summary>Waiting for its time.</summary>
    Scheduled,

    /// <summary>Steps are being tried.</summary>
    InProgress,

    /// <summary>It has an outcome.</summary>
    Completed,
}
