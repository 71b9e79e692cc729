using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>The limits of provider accounts, as the door sees them.</summary>
public interface IAdmissionControl
{
    /// <summary>The accounts that this replica may call.</summary>
    IReadOnlyCollection<ChannelAccountId> Accounts { get; }

    /// <summary>Sets the accounts that the live replicas have together; null if one of them does not report its accounts.</summary>
    void SetServedAccounts(IReadOnlySet<ChannelAccountId>? accounts);

    /// <summary>Asks for the right to make one call.</summary>
    /// <param name="account">The account.</param>
    /// <param name="message">The message that would be called.</param>
    /// <param name="fromQueue">True if the attempt has waited; one that has not must not overtake those that wait.</param>
    Admission Ask(ChannelAccountId account, Umid message, bool fromQueue);

    /// <summary>Returns a right that was not used.</summary>
    void Release(ChannelAccountId account, Umid message);

    /// <summary>Notes that an attempt of the account waits in the queue.</summary>
    void AttemptQueued(ChannelAccountId account);

    /// <summary>True if more attempts wait for the account than it may be called in a minute, as counted some seconds ago.</summary>
    bool IsBehind(ChannelAccountId account);
}
