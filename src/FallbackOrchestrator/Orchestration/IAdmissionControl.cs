using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>The limits of provider accounts, as the door sees them.</summary>
public interface IAdmissionControl
{
    /// <summary>The accounts of this replica's configuration.</summary>
    IReadOnlyCollection<ChannelAccountId> Accounts { get; }

    /// <summary>Says which accounts the live replicas have together; null if one of them does not say.</summary>
    void SetServedAccounts(IReadOnlySet<ChannelAccountId>? accounts);

    /// <summary>Asks for the right to make one call.</summary>
    /// <param name="account">The account.</param>
    /// <param name="message">The message that would be called.</param>
    /// <param name="fromQueue">Whether the attempt has waited: one that has not must not overtake those that do.</param>
    Admission Ask(ChannelAccountId account, Umid message, bool fromQueue);

    /// <summary>Gives back a right that was not used.</summary>
    void Release(ChannelAccountId account, Umid message);

    /// <summary>Says that an attempt of the account waits in the queue.</summary>
    void AttemptQueued(ChannelAccountId account);

    /// <summary>Whether more attempts wait for the account than it may be called in a minute, as seen a few seconds ago.</summary>
    bool IsBehind(ChannelAccountId account);
}
