using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>Stores the channel accounts of the management API.</summary>
internal sealed class ChannelAccountStore(
    DirectoryChange change, ChannelCatalog catalog, SubaccountDirectory directory, StoredChannelAccounts stored, StoredSecrets secrets,
    ChannelAccountRequestParser parser, ChannelAccountViews views, TimeProvider time)
{
    private const string What = "channel account";

    /// <summary>Shows an account.</summary>
    public async Task<Results<Ok<ChannelAccountDetails>, Problem>> GetAsync(string id, CancellationToken cancellationToken)
    {
        await directory.RefreshAsync(cancellationToken);
        if (catalog.TryFind(new ChannelAccountId(id), out var account) && account.IsConfigured)
            return TypedResults.Ok(views.Of(account));
        return await change.Db.ChannelAccounts.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken) is { } found
            ? TypedResults.Ok(views.Of(found)) : Problems.NotFound(What);
    }

    /// <summary>Creates or replaces an account.</summary>
    public async Task<Results<Ok<ChannelAccountDetails>, Problem>> PutAsync(
        string id, ChannelAccountRequest request, CancellationToken cancellationToken)
    {
        if (!ChannelAccountParser.IsId(id))
            return Problems.InvalidId("channelAccountId", "has 1 to 50 letters, digits, dots, underscores or hyphens");
        ChannelAccountRow? row = null;
        var refused = await change.DoAsync(
            async _ =>
            {
                if (catalog.ConfiguredAs(id) is not null)
                    return Problems.IsConfigured($"the {What}");
                // The index is on lower(id).
#pragma warning disable CA1304, CA1311, CA1862, RCS1155 // It becomes SQL.
                row = await change.Db.ChannelAccounts.FirstOrDefaultAsync(known => known.Id.ToLower() == id.ToLower(), cancellationToken);
#pragma warning restore CA1304, CA1311, CA1862, RCS1155
                if (row is not null && row.Id != id)
                    return Problems.InvalidId("channelAccountId", "is taken (ids that differ in case only count as the same)");
                if (parser.Read(id, request, row, out var requested) is { } wrong)
                    return wrong;
                var account = requested!.Account;
                if (row is null)
                {
                    row = new ChannelAccountRow
                    {
                        Id = id, Provider = account.ProviderName, Channel = account.Channel.Name.Value, CreatedAt = time.GetUtcNow(),
                    };
                    change.Db.ChannelAccounts.Add(row);
                }
                return Write(row, requested);
            },
            cancellationToken);
        return refused is null ? TypedResults.Ok(views.Of(row!)) : refused;
    }

    /// <summary>Replaces a secret; the one before it stays valid for receipts where the provider allows it.</summary>
    public Task<Results<Ok<ChannelAccountDetails>, Problem>> SetSecretAsync(
        string id, string name, SecretRequest request, CancellationToken cancellationToken) =>
        ChangeAsync(
            id, row => parser.Read(row, name, request, out var requested) is { } wrong ? wrong : Write(row, requested!), cancellationToken);

    /// <summary>Disables or enables an account.</summary>
    public Task<Results<Ok<ChannelAccountDetails>, Problem>> SetDisabledAsync(
        string id, bool isDisabled, CancellationToken cancellationToken) =>
        ChangeAsync(
            id,
            row =>
            {
                if (row.DisabledAt is not null != isDisabled)
                    (row.DisabledAt, row.ChangedAt) = (isDisabled ? time.GetUtcNow() : null, time.GetUtcNow());
                return null;
            },
            cancellationToken);

    /// <summary>Deletes an account that nothing uses.</summary>
    public async Task<Results<NoContent, Problem>> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var refused = await change.DoAsync(
            async _ =>
            {
                var (row, problem) = await FindAsync(id, cancellationToken);
                if (row is null)
                    return problem;
                if (await ChannelAccountUse.SubaccountsAsync(change.Db, id, cancellationToken) is { Count: > 0 } subaccounts)
                    return Problems.InUse($"The {What}", $"subaccounts name it ({string.Join(", ", subaccounts)}): change them first");
                if (await ChannelAccountUse.HasPendingMessagesAsync(change.Db, id, cancellationToken))
                    return Problems.InUse($"The {What}", "pending messages have a step of it: disable it, and wait until they are completed");
                change.Db.ChannelAccounts.Remove(row);
                return null;
            },
            cancellationToken);
        return refused is null ? TypedResults.NoContent() : refused;
    }

    private async Task<Results<Ok<ChannelAccountDetails>, Problem>> ChangeAsync(
        string id, Func<ChannelAccountRow, Problem?> edit, CancellationToken cancellationToken)
    {
        ChannelAccountRow? row = null;
        var refused = await change.DoAsync(
            async _ =>
            {
                (row, var problem) = await FindAsync(id, cancellationToken);
                return row is null ? problem : edit(row);
            },
            cancellationToken);
        return refused is null ? TypedResults.Ok(views.Of(row!)) : refused;
    }

    private async Task<(ChannelAccountRow? Row, Problem? Problem)> FindAsync(string id, CancellationToken cancellationToken) =>
        catalog.ConfiguredAs(id) is not null ? (null, Problems.IsConfigured($"the {What}"))
        : await change.Db.ChannelAccounts.FindAsync([id], cancellationToken) is { } row ? (row, null)
        : (null, Problems.NotFound(What));

    private Problem? Write(ChannelAccountRow row, ChannelAccountRequestParser.Requested requested)
    {
        if (secrets.WhyNot is { } why)
            return Problems.NoSecretsStored(why);
        stored.Write(row, requested.Account, requested.Definition, requested.Changed, time.GetUtcNow());
        return null;
    }
}
