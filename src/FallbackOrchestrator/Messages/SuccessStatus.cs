namespace FallbackOrchestrator.Messages;

/// <summary>The status at which a step is done: the rung that its attempt must reach within the window.</summary>
public enum SuccessStatus
{
    Accepted = 1,
    Sent,
    Delivered,
    Read,
}
