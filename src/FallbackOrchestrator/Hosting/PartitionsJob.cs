using Hangfire;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Makes the partitions of the coming days, and drops those whose time is over: what messages say after 7 days, messages after 90. A day on
/// which a message is still pending is kept whole. Rows of the side tables are deleted by their age.
/// The names of this class and its method are stored in Hangfire's rows.
/// </summary>
public sealed class PartitionsJob(NpgsqlDataSource data, IOptions<RetentionOptions> options)
{
    // A partition is made or dropped under a lock that stops its whole table, for a moment; but what waits for the lock stops it too.
    // So it waits briefly, one table at a time, and comes again with the next run.
    private const string Briefly = "SET LOCAL lock_timeout = '2s'";

    [AutomaticRetry(Attempts = 3)]
    public async Task RunAsync(CancellationToken cancelled)
    {
        var keep = options.Value.MessageDays;
        await AlterAsync("SELECT create_day_partitions(today.day - 1, today.day + $1)", Database.DaysAhead, cancelled);
        await AlterAsync("SELECT drop_day_partitions('contents', today.day - $1)", options.Value.ContentDays, cancelled);
        foreach (var parent in new[] { "timeline", "attempts", "messages" })
            await AlterAsync($"SELECT drop_day_partitions('{parent}', today.day - $1)", keep, cancelled);

        foreach (var (sql, days) in new[]
        {
            ("DELETE FROM provider_refs WHERE created_at < orchestrator_now() - make_interval(days => $1)", keep),
            ("DELETE FROM idempotency_keys WHERE claimed_at < orchestrator_now() - make_interval(days => $1)", Math.Min(keep, 2)),
            ("DELETE FROM parked_receipts WHERE received_at < orchestrator_now() - make_interval(days => $1)", Math.Min(keep, 10)),
            ("DELETE FROM webhook_attempts WHERE at < orchestrator_now() - make_interval(days => $1)", options.Value.StatusUpdateDays),
            // What is owed still (it was replayed lately) is kept until it is settled.
            ("DELETE FROM status_updates WHERE id < day_bound((orchestrator_now() AT TIME ZONE 'UTC')::date - $1) AND state <> 'pending'",
                options.Value.StatusUpdateDays),
        })
        {
            await using var delete = data.CreateCommand(sql);
            delete.Parameters.Add(new NpgsqlParameter<int> { TypedValue = days });
            await delete.ExecuteNonQueryAsync(cancelled);
        }
    }

    private async Task AlterAsync(string select, int days, CancellationToken cancelled)
    {
        await using var connection = await data.OpenConnectionAsync(cancelled);
        await using var transaction = await connection.BeginTransactionAsync(cancelled);
        await using (var briefly = new NpgsqlCommand(Briefly, connection))
            await briefly.ExecuteNonQueryAsync(cancelled);
        await using (var alter = new NpgsqlCommand($"{select} FROM (SELECT (orchestrator_now() AT TIME ZONE 'UTC')::date AS day) AS today", connection))
        {
            alter.Parameters.Add(new NpgsqlParameter<int> { TypedValue = days });
            await alter.ExecuteNonQueryAsync(cancelled);
        }
        await transaction.CommitAsync(cancelled);
    }
}
