namespace FallbackOrchestrator.Orchestration;

/// <summary>Whether a call may be made to an account now.</summary>
public enum Admission
{
    /// <summary>Yes; the place is taken until it is given back.</summary>
    Admitted,

    /// <summary>The account's limits are reached: wait.</summary>
    LimitReached,

    /// <summary>The account's circuit is open: calling would be in vain.</summary>
    CircuitOpen,

    /// <summary>No live replica has the account: nobody could call it.</summary>
    AccountMissing,
}
