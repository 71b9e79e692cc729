namespace FallbackOrchestrator.Messages;

/// <summary>The phase of a message's life.</summary>
public enum MessageState
{
    /// <summary>Waiting for its scheduled time.</summary>
    Scheduled,

    /// <summary>Steps are being tried.</summary>
    InProgress,

    /// <summary>It has an outcome.</summary>
    Completed,
}
