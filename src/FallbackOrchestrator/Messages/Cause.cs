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
    Query,
    Cancel,
    Expiry,
    Recovery,
    Operator,
}
