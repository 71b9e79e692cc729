namespace FallbackOrchestrator.Messages;

/// <summary>The cause of a change.</summary>
public enum Cause
{
    Request,
    Schedule,
    Dispatch,
    Receipt,

    /// <summary>The person replied.</summary>
    Reply,
    Deadline,
    Recall,
    Query,
    Cancel,
    Expiry,
    Recovery,
    Operator,
}
