namespace FallbackOrchestrator.Orchestration;

/// <summary>The account's response to a request for a call.</summary>
public enum Admission
{
    /// <summary>The call may be made; the slot is taken until it is returned.</summary>
    Admitted,

    /// <summary>The account's limits are reached; the attempt waits.</summary>
    LimitReached,

    /// <summary>The account's circuit is open; no call is made.</summary>
    CircuitOpen,

    /// <summary>No live replica has the account, so nobody can call it.</summary>
    AccountMissing,
}
