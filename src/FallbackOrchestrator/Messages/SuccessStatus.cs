namespace FallbackOrchestrator.Messages;

/// <summary>The status at which a step is done. Its attempt must reach it within the window.</summary>
public enum SuccessStatus
{
    Accepted = 1,
    Sent,
    Delivered,
    Read,
}
