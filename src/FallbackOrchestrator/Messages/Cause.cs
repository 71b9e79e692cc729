namespace FallbackOrchestrator.Messages;

/// <summary>What brought a change about.</summary>
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
