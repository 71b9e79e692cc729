using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// A change of rows through EF Core in one transaction, whose result is always known: committed or not. Every request saves its changes
/// here and nowhere else.
/// </summary>
internal static class VerifiedChange
{
    /// <summary>Makes a change.</summary>
    /// <param name="db">The rows. They are saved after the change.</param>
    /// <param name="data">The database, to be asked if the response to the commit is lost.</param>
    /// <param name="time">The service's clock.</param>
    /// <param name="change">The change; if it returns false, nothing is saved.</param>
    /// <param name="cancellationToken">Cancels the change until the commit begins.</param>
    /// <exception cref="NotStoredException">The database is in trouble; nothing was changed.</exception>
    /// <exception cref="CommitUnknownException">The database did not report the result in time.</exception>
    public static async Task DoAsync(
        OrchestratorDbContext db, NpgsqlDataSource data, TimeProvider time, Func<Task<bool>> change, CancellationToken cancellationToken)
    {
        var mark = new CommitEvidence.Mark(Guid.CreateVersion7(time.GetUtcNow()));
        ulong? committing = null;
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (!await change())
                return;
#pragma warning disable RS0030 // This is the one place.
            await db.SaveChangesAsync(cancellationToken);
#pragma warning restore RS0030
            var number = await InsertAsync(db, mark, cancellationToken);
            committing = number;
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception lost) when (committing is not null && VerifiedCommit.LeavesDoubt(lost))
        {
            if (!await IsCommittedAsync(data, committing.Value, mark, lost))
                throw new NotStoredException(lost);
        }
        catch (Exception failure) when (NotStoredException.IsTrouble(failure))
        {
            throw new NotStoredException(failure);
        }
    }

    private static async Task<bool> IsCommittedAsync(NpgsqlDataSource data, ulong transaction, CommitEvidence.Mark mark, Exception lost)
    {
        using var overdue = new CancellationTokenSource(VerifiedCommit.LongestWait, TimeProvider.System);
        try
        {
            return await VerifiedCommit.IsCommittedAsync(data, transaction, mark, overdue.Token);
        }
        catch (OperationCanceledException)
        {
            throw new CommitUnknownException(lost);
        }
    }

    private static async Task<ulong> InsertAsync(OrchestratorDbContext db, CommitEvidence.Mark mark, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand(CommitEvidence.InsertMark, (NpgsqlConnection)db.Database.GetDbConnection());
        insert.Parameters.Add(RowArrays.Parameter(mark.Id));
        return (ulong)(await insert.ExecuteScalarAsync(cancellationToken))!;
    }
}
