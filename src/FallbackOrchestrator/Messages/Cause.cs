namespace FallbackOrchestrator.Messages;

/// <summary>The cause of a change.</summary>
public enum Cause
{
    Request,
    Schedule,
    Dispatch,
    Receipt,
    Deadline,
    Recall,
    Cancel,
    Expiry,
    Recovery,
    Operator,
}
