using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>Whether a call may be made to an account now.</summary>
public enum Admission
{
    /// <summary>Yes; the place is taken until it is given back.</summary>
    Admitted,

    /// <summary>The account's limits are reached: wait.</summary>
    Full,

    /// <summary>The account's circuit is open: calling would be in vain.</summary>
    CircuitOpen,
}

/// <summary>The limits of provider accounts, as the door sees them.</summary>
public interface IAdmission
{
    /// <summary>Asks for the right to make one call.</summary>
    /// <param name="account">The account.</param>
    /// <param name="fromQueue">Whether the attempt has waited: one that has not must not overtake those that do.</param>
    Admission Ask(AccountId account, bool fromQueue);

    /// <summary>Gives back a right that was not used.</summary>
    void GiveBack(AccountId account);

    /// <summary>Says that an attempt of the account waits in the queue.</summary>
    void NoteQueued(AccountId account);

    /// <summary>Whether more attempts wait for the account than it may be called in a minute, as seen a few seconds ago.</summary>
    bool IsBehind(AccountId account);
}
