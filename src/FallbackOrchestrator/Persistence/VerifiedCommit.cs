using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Finds out whether a commit succeeded whose response was lost. The connection may break, or the response may not arrive, after PostgreSQL
/// has committed: then it is unknown whether the transaction was stored.
/// </summary>
internal static class VerifiedCommit
{
    /// <summary>The longest wait of a request for the result: most clients and proxies wait for half a minute.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private const int SecondsForOneQuestion = 5;

    /// <summary>True if the result of a commit is unknown after a failure. An error that the server reported has rolled it back.</summary>
    /// <remarks>
    /// A session may also be ended (FATAL), or a query cancelled (class 57), after the commit was done and before its response was sent. A
    /// pooler reports a lost connection as an error of class 08.
    /// </remarks>
    public static bool LeavesDoubt(Exception failure) => failure is not PostgresException { InvariantSeverity: "ERROR" } refused
        || refused.SqlState.StartsWith("08", StringComparison.Ordinal)
        || refused.SqlState.StartsWith("57", StringComparison.Ordinal)
        || refused.SqlState == PostgresErrorCodes.StatementCompletionUnknown;

    /// <summary>
    /// True if a transaction has committed. It asks the database until there is a result. The connection that sent the commit must be
    /// closed before.
    /// </summary>
    /// <param name="data">The database.</param>
    /// <param name="transaction">The transaction's number; it only shows whether the transaction is over.</param>
    /// <param name="own">The row that it inserted; null if it wrote nothing, so that both results are true.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, and the result is unknown.</exception>
    public static async Task<bool> IsCommittedAsync(
        NpgsqlDataSource data, ulong transaction, CommitEvidence? own, CancellationToken cancellationToken)
    {
        if (own is null)
            return true;
        // Uses the real clock, even if messages have a virtual one, because it waits for the database.
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await using var connection = await data.OpenConnectionAsync(cancellationToken);
                // Two statements with a snapshot each: the second one sees everything that was committed before the first one ended.
                if (await IsOverAsync(connection, transaction, cancellationToken))
                    return await own.ExistsAsync(connection, cancellationToken);
            }
#pragma warning disable CA1031 // The question is repeated, whatever the failure is.
            catch (Exception failure) when (failure is not OutOfMemoryException)
#pragma warning restore CA1031
            {
                // Not reachable, starting, too busy. A failure when the time is over does not show that nothing was stored either.
                cancellationToken.ThrowIfCancellationRequested();
            }
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
    }

    // A standby may lag behind: a row that it does not have may have been committed. Every other status than "in progress" means that the
    // transaction is over, also if another transaction has its number now. A number in the future was lost in a crash, or by the server
    // that took over.
    private static async Task<bool> IsOverAsync(NpgsqlConnection connection, ulong transaction, CancellationToken cancellationToken)
    {
        await using (var standby = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection) { CommandTimeout = SecondsForOneQuestion })
        {
            if ((bool)(await standby.ExecuteScalarAsync(cancellationToken))!)
                return false;
        }
        await using var status = new NpgsqlCommand("SELECT pg_xact_status($1)", connection) { CommandTimeout = SecondsForOneQuestion };
        status.Parameters.Add(new NpgsqlParameter<ulong> { TypedValue = transaction, NpgsqlDbType = NpgsqlDbType.Xid8 });
        try
        {
            return await status.ExecuteScalarAsync(cancellationToken) is not "in progress";
        }
        catch (PostgresException future) when (future.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            return true;
        }
    }
}
