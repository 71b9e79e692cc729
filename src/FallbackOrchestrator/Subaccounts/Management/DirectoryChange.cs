using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>
/// Changes accounts, subaccounts, sequences and keys: one change after another, over all replicas, and each whole or not at all. This
/// replica knows of it before the answer; the others do within seconds.
/// </summary>
internal sealed class DirectoryChange(
    [FromKeyedServices(OrchestratorDbContext.Managing)] OrchestratorDbContext db, SubaccountDirectory directory, NpgsqlDataSource data,
    TimeProvider time)
{
    /// <summary>The rows that a change reads and writes.</summary>
    public OrchestratorDbContext Db => db;

    /// <summary>Does a change; what it answers, if anything, is why everything is left as it was.</summary>
    /// <param name="change">Is given what is true now; what it does to <see cref="Db"/> is saved after it.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    /// <param name="customer">The subaccount whose customer asks; null for an operator, who goes first.</param>
    /// <exception cref="NotStoredException">The database is in trouble; nothing was changed.</exception>
    /// <exception cref="CommitUnknownException">The database did not say in time.</exception>
    public async Task<Problem?> DoAsync(
        Func<DirectorySnapshot, Task<Problem?>> change, CancellationToken cancellationToken, SubaccountId? customer = null)
    {
        if (!await directory.Changes.TryTakeAsync(customer, cancellationToken))
            return Problems.QuotaExceeded(1);
        Problem? problem = null;
        try
        {
            await VerifiedChange.DoAsync(
                db,
                data,
                time,
                async () =>
                {
                    await db.Database.ExecuteSqlAsync($"UPDATE directory_version SET version = version + 1", cancellationToken);
                    await directory.RefreshAsync(cancellationToken);
                    return (problem = await change(directory.Now)) is null;
                },
                cancellationToken);
            if (problem is not null)
                return problem;
        }
        finally
        {
            directory.Changes.GiveBack(customer);
        }
        // It is done, so it is not answered with an error any more.
        await directory.TryRefreshAsync(CancellationToken.None);
        return null;
    }
}
