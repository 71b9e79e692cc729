using Hangfire;
using Npgsql;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Makes the partitions of the coming days, and drops those whose time is over: what messages say after 7 days, messages after 90.
/// The names of this class and its method are stored in Hangfire's rows.
/// </summary>
public sealed class PartitionsJob(NpgsqlDataSource data, IConfiguration configuration)
{
    [AutomaticRetry(Attempts = 3)]
    public async Task RunAsync(CancellationToken cancelled)
    {
        var keep = configuration.GetValue("Retention:MessageDays", 90);
        // Two days more: a message may be scheduled for the last of them, and fall back on the next.
        var keepContent = Math.Max(configuration.GetValue("Retention:ContentDays", 7), 1);
        await using var command = data.CreateCommand(
            """
            WITH today AS (SELECT (orchestrator_now() AT TIME ZONE 'UTC')::date AS day)
            SELECT create_day_partitions(day - 1, day + $1),
                   drop_day_partitions('contents', day - $2 - 2),
                   drop_day_partitions('timeline', day - $3),
                   drop_day_partitions('attempts', day - $3),
                   drop_day_partitions('messages', day - $3)
            FROM today
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Database.DaysAhead });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = keepContent });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = keep });
        await command.ExecuteNonQueryAsync(cancelled);

        await using var side = data.CreateBatch();
        foreach (var sql in new[]
        {
            "DELETE FROM provider_refs WHERE created_at < orchestrator_now() - make_interval(days => $1)",
            "DELETE FROM idempotency_keys WHERE claimed_at < orchestrator_now() - make_interval(days => LEAST($1, 2))",
            "DELETE FROM parked_receipts WHERE received_at < orchestrator_now() - make_interval(days => LEAST($1, 10))",
        })
        {
            var delete = new NpgsqlBatchCommand(sql);
            delete.Parameters.Add(new NpgsqlParameter<int> { TypedValue = keep });
            side.BatchCommands.Add(delete);
        }
        await side.ExecuteNonQueryAsync(cancelled);
    }
}
