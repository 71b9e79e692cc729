using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Inbound;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Subaccounts;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.Inbound;

/// <summary>
/// Decides which subaccount gets an inbound message that names no message of ours: the only one that uses the channel account, else the one
/// that last wrote to the person over it, else the one of the settings.
/// </summary>
internal sealed class InboundRouting(
    SubaccountDirectory directory, NpgsqlDataSource data, IOptions<InboundOptions> options, TimeProvider time)
{
    /// <summary>The subaccount; null if nothing decides.</summary>
    public async Task<SubaccountId?> FindAsync(ChannelAccountId account, InboundSender from, CancellationToken cancellationToken)
    {
        var users = UsersOf(account);
        if (users is [var only])
            return only;
        // Messages are found by their number. An index of other ids would cost something at every Send.
        if (users.Count > 1 && from.Msisdn is { } number
            && await InboundMessages.LastSenderAsync(
                data, [.. users.Select(one => one.Value)], number, account, time.GetUtcNow(), cancellationToken) is { } last)
            return last;
        return options.Value.Subaccounts.GetValueOrDefault(account.Value) is { Length: > 0 } named ? new SubaccountId(named) : null;
    }

    /// <summary>The subaccounts that may send over a channel account.</summary>
    public List<SubaccountId> UsersOf(ChannelAccountId account) =>
        [.. directory.Now.Subaccounts.Values.Where(one => !one.IsClosed && Uses(one, account)).Select(one => one.Id)];

    private static bool Uses(Subaccount subaccount, ChannelAccountId account) =>
        subaccount.Accounts.Concat(subaccount.DisabledAccounts).Any(one => one.Id == account);
}
