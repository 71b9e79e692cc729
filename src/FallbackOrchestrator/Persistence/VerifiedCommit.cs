using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Finds out what became of a commit whose answer was lost: the connection may break, or the answer stay away, after PostgreSQL has committed, and then
/// neither "stored" nor "not stored" could be said of what the transaction wrote.
/// </summary>
internal static class VerifiedCommit
{
    /// <summary>How long whoever asked for something to be stored is left without an answer: clients and proxies wait for half a minute as a rule.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private const int SecondsForOneQuestion = 5;

    /// <summary>Whether a failure of a commit leaves open what became of it. An error that the server reported has rolled it back.</summary>
    /// <remarks>
    /// A session may also be ended (FATAL), and a query cancelled (class 57), in the moment after the commit was done and before its answer went out;
    /// and a pooler reports a connection that it lost as an error of class 08.
    /// </remarks>
    public static bool LeavesDoubt(Exception failure) => failure is not PostgresException { InvariantSeverity: "ERROR" } refused
        || refused.SqlState.StartsWith("08", StringComparison.Ordinal)
        || refused.SqlState.StartsWith("57", StringComparison.Ordinal)
        || refused.SqlState == PostgresErrorCodes.StatementCompletionUnknown;

    /// <summary>
    /// Says whether a transaction has committed; asks until the database says so. The connection that sent the commit must be closed before.
    /// </summary>
    /// <param name="data">Where to ask.</param>
    /// <param name="transaction">The transaction's number; it only tells whether the transaction is over.</param>
    /// <param name="own">The row that it inserted; null if it wrote nothing that matters, so that both answers are true.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, and nobody knows.</exception>
    public static async Task<bool> IsCommittedAsync(NpgsqlDataSource data, ulong transaction, CommitEvidence? own, CancellationToken cancellationToken)
    {
        if (own is null)
            return true;
        // On the real clock: what is waited for is the database, wherever the time of messages comes from.
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await using var connection = await data.OpenConnectionAsync(cancellationToken);
                // Two statements, each with a view of its own: what was committed before the first one ended is seen by the second.
                if (await IsOverAsync(connection, transaction, cancellationToken))
                    return await own.ExistsAsync(connection, cancellationToken);
            }
#pragma warning disable CA1031 // Whatever keeps the database from answering, the question stands.
            catch (Exception failure) when (failure is not OutOfMemoryException)
#pragma warning restore CA1031
            {
                // Out of reach, starting, too busy. What fails in the moment in which the asking ends does not say that nothing was stored either.
                cancellationToken.ThrowIfCancellationRequested();
            }
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
    }

    // A standby may lag behind: what it lacks may have been committed. Every other word than "in progress" means that the transaction is over, whoever
    // has its number now; and a number that lies in the future here was lost with a crash, or by a server that took over.
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
