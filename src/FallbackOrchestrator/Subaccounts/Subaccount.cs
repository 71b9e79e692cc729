using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>A customer's subaccount: what it may use, and what it gets when a Send does not say.</summary>
/// <param name="Id">Its id, as in the path of its calls.</param>
/// <param name="Account">The account that it belongs to.</param>
/// <param name="Accounts">The channel accounts that it may use, the preferred one of a channel first.</param>
/// <param name="Sequence">Its own fallback sequence, for messages without <c>channels</c>; empty if it has none.</param>
/// <param name="DefaultChannel">The channel of messages without <c>channels</c> where there is no sequence.</param>
/// <param name="MayResend">Whether an unknown outcome on the last step may be sent a second time.</param>
public sealed record Subaccount(
    SubaccountId Id,
    Guid Account,
    IReadOnlyList<ChannelAccount> Accounts,
    IReadOnlyList<SequenceEntry> Sequence,
    ChannelName? DefaultChannel,
    bool MayResend)
{
    /// <summary>The account to use for a channel: the one that was asked for, else the first.</summary>
    public ChannelAccount? AccountFor(Channel channel, string? channelId) => Accounts.FirstOrDefault(account =>
        account.Channel == channel && (channelId is null || account.Id.Value == channelId));
}

/// <summary>One entry of a configured sequence, as in <c>channels[]</c> of a Send.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="FallbackAfter">The window in seconds.</param>
/// <param name="SuccessStatus">The status at which the step is done.</param>
/// <param name="ChannelId">The channel account, where there are several.</param>
public sealed record SequenceEntry(string Channel, int? FallbackAfter, string? SuccessStatus, string? ChannelId);
