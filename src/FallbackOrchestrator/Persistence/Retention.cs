using FallbackOrchestrator.Persistence.Counting;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>The statements that create the partitions of the next days, and delete old data. Days are UTC days.</summary>
internal static class Retention
{
    // Making or dropping a partition locks the whole table for a moment, and a statement that waits for this lock already stops all others.
    // So it waits only briefly, for one table at a time, and is repeated with the next run.
    private const string Briefly = "SET LOCAL lock_timeout = '2s'";

    /// <summary>Makes the missing partitions from yesterday to the last of these days.</summary>
    /// <param name="data">The database.</param>
    /// <param name="days">The number of days ahead.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static Task CreateDaysAsync(NpgsqlDataSource data, int days, CancellationToken cancellationToken) =>
        AlterAsync(data, "SELECT create_day_partitions(today.day - 1, today.day + $1)", days, cancellationToken);

    /// <summary>
    /// Drops the partitions of older days. A partition with a message that may still start a step stays: the message is not completed, or
    /// its success is provisional.
    /// </summary>
    /// <param name="data">The database.</param>
    /// <param name="table">The partitioned table.</param>
    /// <param name="days">The number of days to keep.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static Task DropDaysAsync(NpgsqlDataSource data, string table, int days, CancellationToken cancellationToken) =>
        AlterAsync(data, $"SELECT drop_day_partitions('{table}', today.day - $1)", days, cancellationToken);

    /// <summary>
    /// Deletes the provider ids of messages that were deleted. A receipt finds its message by the provider id, for as long as the message
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
    public static Task DeleteKeysAsync(NpgsqlDataSource data, int days, CancellationToken cancellationToken) => DeleteAsync(
        data, "DELETE FROM idempotency_keys WHERE claimed_at < orchestrator_now() - make_interval(days => $1)", days, cancellationToken);

    /// <summary>Deletes the marks of old transactions: nothing asks any more whether they were committed.</summary>
    public static Task DeleteMarksAsync(NpgsqlDataSource data, CancellationToken cancellationToken) => DeleteAsync(
        data, "DELETE FROM commit_marks WHERE made_at < clock_timestamp() - make_interval(days => $1)", days: 2, cancellationToken);

    /// <summary>Deletes the statistics of messages that were deleted.</summary>
    public static async Task DeleteStatisticsAsync(NpgsqlDataSource data, int days, CancellationToken cancellationToken)
    {
        // Hours, because PostgreSQL subtracts a day in the server's time zone, where it may have 23 or 25.
        const string Older = "starts_at < date_trunc('day', orchestrator_now(), 'UTC') - make_interval(hours => 24 * $1)";
        foreach (var table in CountTables.All)
            await DeleteAsync(data, $"DELETE FROM {table.Name} WHERE {Older}", days, cancellationToken);
    }

    /// <summary>Deletes memories of reachability that have ended.</summary>
    public static async Task DeleteReachabilityAsync(NpgsqlDataSource data, CancellationToken cancellationToken)
    {
        // Few at a time, and none that a message renews just now: messages do not wait for this.
        int deleted;
        do
        {
            await using var delete = data.CreateCommand(
                """
                DELETE FROM reachability WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM reachability WHERE until < orchestrator_now() LIMIT 1000 FOR UPDATE SKIP LOCKED))
                """);
            deleted = await delete.ExecuteNonQueryAsync(cancellationToken);
        }
        while (deleted > 0);
    }

    /// <summary>
    /// Erases the contents of inbound messages, as those of other messages are erased, and the updates that told them and are not pending.
    /// </summary>
    public static async Task EraseInboundContentsAsync(NpgsqlDataSource data, int days, CancellationToken cancellationToken)
    {
        await DeleteAsync(
            data,
            """
            UPDATE inbound_messages SET content = NULL, user_name = NULL
            WHERE content IS NOT NULL AND received_at < date_trunc('day', orchestrator_now(), 'UTC') - make_interval(hours => 24 * $1)
            """,
            days,
            cancellationToken);
        await DeleteAsync(
            data,
            """
            DELETE FROM status_updates
            WHERE id < day_bound((orchestrator_now() AT TIME ZONE 'UTC')::date - $1) AND format = '8x8-v3' AND state <> 'pending'
            """,
            days,
            cancellationToken);
    }

    /// <summary>Deletes inbound messages. Who opted out stays known.</summary>
    public static Task DeleteInboundAsync(NpgsqlDataSource data, int days, CancellationToken cancellationToken) => DeleteAsync(
        data,
        "DELETE FROM inbound_messages WHERE id < day_bound((orchestrator_now() AT TIME ZONE 'UTC')::date - $1)",
        days,
        cancellationToken);

    /// <summary>Deletes parked receipts whose message was never found.</summary>
    public static Task DeleteParkedAsync(NpgsqlDataSource data, int days, CancellationToken cancellationToken) => DeleteAsync(
        data, "DELETE FROM parked_receipts WHERE received_at < orchestrator_now() - make_interval(days => $1)", days, cancellationToken);

    /// <summary>
    /// Deletes status updates, their delivery attempts, and events that could not be told. A pending update (it was replayed) is kept until
    /// it is delivered or given up.
    /// </summary>
    public static async Task DeleteUpdatesAsync(NpgsqlDataSource data, int days, CancellationToken cancellationToken)
    {
        await DeleteAsync(
            data, "DELETE FROM delivery_attempts WHERE at < orchestrator_now() - make_interval(days => $1)", days, cancellationToken);
        await DeleteAsync(
            data,
            "DELETE FROM status_updates WHERE id < day_bound((orchestrator_now() AT TIME ZONE 'UTC')::date - $1) AND state <> 'pending'",
            days,
            cancellationToken);
        await DeleteAsync(
            data, "DELETE FROM operational_events WHERE at < orchestrator_now() - make_interval(days => $1)", days, cancellationToken);
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
        var sql = $"{select} FROM (SELECT (orchestrator_now() AT TIME ZONE 'UTC')::date AS day) AS today";
        await using (var alter = new NpgsqlCommand(sql, connection))
        {
            // It may have to read all messages of a day.
            alter.CommandTimeout = (int)TimeSpan.FromMinutes(10).TotalSeconds;
            alter.Parameters.Add(RowArrays.Parameter(days));
            await alter.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }
}
