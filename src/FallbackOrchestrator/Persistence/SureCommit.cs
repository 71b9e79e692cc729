using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Commits, and finds out what became of a commit whose answer was lost: the connection may break after PostgreSQL has committed, and then
/// neither "stored" nor "not stored" could be said of what the transaction wrote.
/// </summary>
internal static class SureCommit
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    // Longer, and those who wait for an answer have gone; a lease that was granted lapses in its time.
    private static readonly TimeSpan AskFor = TimeSpan.FromSeconds(5);

    /// <summary>Commits a transaction.</summary>
    /// <param name="commit">Does it, to the end: cancelling it would make the same doubt.</param>
    /// <param name="id">The transaction's id, as <c>pg_current_xact_id()</c> gave it.</param>
    /// <param name="data">Where to ask when the connection breaks.</param>
    /// <exception cref="NpgsqlException">It was not committed; or, after 5 seconds without a database, nobody knows.</exception>
    public static async Task RunAsync(Func<Task> commit, ulong id, NpgsqlDataSource data)
    {
        try
        {
            await commit();
        }
        catch (NpgsqlException lost) when (lost is not PostgresException)
        {
            if (!await IsCommittedAsync(id, data))
                throw;
        }
    }

    // On the real clock: what is waited for is the database, wherever the time of messages comes from.
    private static async Task<bool> IsCommittedAsync(ulong id, NpgsqlDataSource data)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < AskFor)
        {
            try
            {
                await using var command = data.CreateCommand("SELECT pg_xact_status($1)");
                command.Parameters.Add(new NpgsqlParameter<ulong> { TypedValue = id, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Xid8 });
                switch (await command.ExecuteScalarAsync())
                {
                    case "committed":
                        return true;
                    case "aborted":
                        return false;
                }
            }
            // Another server may have taken over that never had this transaction: its number lies in the future there.
            catch (PostgresException refused) when (!refused.IsTransient)
            {
                return false;
            }
            catch (NpgsqlException)
            {
                // Still out of reach.
            }
            await Task.Delay(AskAgain, TimeProvider.System);
        }
        return false;
    }
}
