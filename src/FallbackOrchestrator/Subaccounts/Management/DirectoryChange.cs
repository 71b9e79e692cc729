using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>
/// Changes accounts, subaccounts, sequences and keys. There is one change at a time over all replicas, and each is made completely or not
/// at all. This replica knows of it before the response; the others know of it within seconds.
/// </summary>
internal sealed class DirectoryChange(
    [FromKeyedServices(OrchestratorDbContext.Managing)] OrchestratorDbContext db, SubaccountDirectory directory, NpgsqlDataSource data,
    TimeProvider time)
{
    /// <summary>The rows that a change reads and writes.</summary>
    public OrchestratorDbContext Db => db;

    /// <summary>Makes a change. If it returns a problem, nothing is changed.</summary>
    /// <param name="change">Gets the present state; its changes of <see cref="Db"/> are saved afterwards.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    /// <param name="customer">The subaccount of the calling customer; null for an operator, who goes first.</param>
    /// <exception cref="NotStoredException">The database is unavailable; nothing was changed.</exception>
    /// <exception cref="CommitUnknownException">The database did not report the result in time.</exception>
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
        // The change is made, so no error is returned any more.
        await directory.TryRefreshAsync(CancellationToken.None);
        return null;
    }
}
