using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>The statements that make partitions of days to come, and remove what has been kept for long enough. Days are those of UTC.</summary>
internal static class Retention
{
    // A partition is made or dropped under a lock that stops its whole table, for a moment; but what waits for the lock stops it too.
    // So it waits briefly, one table at a time, and comes again with the next run.
    private const string Briefly = "SET LOCAL lock_timeout = '2s'";

    /// <summary>Makes the partitions of yesterday and of the days until then, where they are missing.</summary>
    /// <param name="data">The database.</param>
    /// <param name="days">How many days ahead.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static Task CreateDaysAsync(NpgsqlDataSource data, int days, CancellationToken cancellationToken) =>
        AlterAsync(data, "SELECT create_day_partitions(today.day - 1, today.day + $1)", days, cancellationToken);

    /// <summary>
    /// Drops the partitions of the days that are further back; one with a message that may still start a step, because it is not completed or its
    /// success is provisional, is left.
    /// </summary>
    /// <param name="data">The database.</param>
    /// <param name="table">The partitioned table.</param>
    /// <param name="days">How many days are kept.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static Task DropDaysAsync(NpgsqlDataSource data, string table, int days, CancellationToken cancellationToken) =>
        AlterAsync(data, $"SELECT drop_day_partitions('{table}', today.day - $1)", days, cancellationToken);

    /// <summary>
    /// Deletes provider ids, by which receipts find their message: those of messages that are gone. A receipt is believed for as long as its message
    /// is kept.
    /// </summary>
    public static Task DeleteProviderIdsAsync(NpgsqlDataSource data, int days, CancellationToken cancellationToken) => DeleteAsync(
        data,
        """
        DELETE FROM provider_refs
        WHERE created_at < orchestrator_now() - make_interval(days => $1)
            AND message_id < (
                SELECT COALESCE(day_bound(min(to_date(right(day.relname, 8), 'YYYYMMDD'))), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                FROM pg_inherits JOIN pg_class day ON day.oid = inhrelid WHERE inhparent = 'messages'::regclass)
        """,
        days,
        cancellationToken);

    /// <summary>Deletes idempotency keys.</summary>
    public static Task DeleteKeysAsync(NpgsqlDataSource data, int days, CancellationToken cancellationToken) =>
        DeleteAsync(data, "DELETE FROM idempotency_keys WHERE claimed_at < orchestrator_now() - make_interval(days => $1)", days, cancellationToken);

    /// <summary>Deletes the marks of transactions of which nobody asks any more what became of them.</summary>
    public static Task DeleteMarksAsync(NpgsqlDataSource data, CancellationToken cancellationToken) =>
        DeleteAsync(data, "DELETE FROM commit_marks WHERE made_at < clock_timestamp() - make_interval(days => $1)", days: 2, cancellationToken);

    /// <summary>Deletes receipts that never found a message.</summary>
    public static Task DeleteParkedAsync(NpgsqlDataSource data, int days, CancellationToken cancellationToken) =>
        DeleteAsync(data, "DELETE FROM parked_receipts WHERE received_at < orchestrator_now() - make_interval(days => $1)", days, cancellationToken);

    /// <summary>Deletes status updates and the attempts to deliver them. What is owed still (it was replayed lately) is kept until it is settled.</summary>
    public static async Task DeleteUpdatesAsync(NpgsqlDataSource data, int days, CancellationToken cancellationToken)
    {
        await DeleteAsync(data, "DELETE FROM delivery_attempts WHERE at < orchestrator_now() - make_interval(days => $1)", days, cancellationToken);
        await DeleteAsync(
            data,
            "DELETE FROM status_updates WHERE id < day_bound((orchestrator_now() AT TIME ZONE 'UTC')::date - $1) AND state <> 'pending'",
            days,
            cancellationToken);
    }

    private static async Task DeleteAsync(NpgsqlDataSource data, string sql, int days, CancellationToken cancellationToken)
    {
        await using var delete = data.CreateCommand(sql);
        delete.Parameters.Add(RowArrays.Parameter(days));
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task AlterAsync(NpgsqlDataSource data, string select, int days, CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var briefly = new NpgsqlCommand(Briefly, connection))
            await briefly.ExecuteNonQueryAsync(cancellationToken);
        await using (var alter = new NpgsqlCommand($"{select} FROM (SELECT (orchestrator_now() AT TIME ZONE 'UTC')::date AS day) AS today", connection))
        {
            // Whether anything of a day is needed still may take reading its messages.
            alter.CommandTimeout = (int)TimeSpan.FromMinutes(10).TotalSeconds;
            alter.Parameters.Add(RowArrays.Parameter(days));
            await alter.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }
}
