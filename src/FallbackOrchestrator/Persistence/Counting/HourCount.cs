using System.Data;
using Npgsql;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence.Counting;

/// <summary>Counts the messages of the hours that have changed (<see cref="ChangedHours"/>).</summary>
internal static class HourCount
{
    // Any number, as long as nothing else uses it. Several services may share a database, each in its own schema.
    internal const int Lock = 0x46_4F_53_54; // "FOST"

    // Counting may take a twentieth of the time, so that it does not slow the messages down.
    private const int PauseFactor = 19;

    private const string IsTime = "SELECT next_at <= clock_timestamp() FROM statistics_runs WHERE id = $1";

    /// <summary>Counts all changed hours, the newest first, unless another replica counts now or the last count was too recent.</summary>
    /// <param name="data">The database.</param>
    /// <param name="cancellationToken">Cancels it between two statements; what was counted remains.</param>
    /// <returns>True if they were counted.</returns>
    public static async Task<bool> CountChangedAsync(NpgsqlDataSource data, CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        if (!await IsTrueAsync(connection, "SELECT pg_try_advisory_lock($1, hashtext(current_schema()))", Lock, cancellationToken))
            return false;
        try
        {
            if (!await IsTrueAsync(connection, IsTime, 1, cancellationToken))
                return false;
            await CountAllAsync(connection, cancellationToken);
            return true;
        }
        finally
        {
            // The connection goes back to its pool, and keeps what the session holds.
            if (connection.State == ConnectionState.Open)
                await IsTrueAsync(connection, "SELECT pg_advisory_unlock($1, hashtext(current_schema()))", Lock, CancellationToken.None);
        }
    }

    private static async Task CountAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (began, messagesNow, hours) = await ChangedAsync(connection, cancellationToken);
        foreach (var hour in hours)
            await CountAsync(connection, hour, cancellationToken);
        await using var note = new NpgsqlCommand(
            "UPDATE statistics_runs SET counted_at = $1, next_at = clock_timestamp() + (clock_timestamp() - $2) * $3 WHERE id = 1",
            connection);
        note.Parameters.AddRange(new[] { Parameter(messagesNow), Parameter(began), Parameter(hours.Count == 0 ? 0 : PauseFactor) });
        await note.ExecuteNonQueryAsync(cancellationToken);
    }

    // The times are read before the marks: every change that was committed until then is counted, or its mark remains.
    private static async Task<(DateTimeOffset Began, DateTimeOffset MessagesNow, IReadOnlyList<DateTimeOffset> Hours)> ChangedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("SELECT clock_timestamp(), orchestrator_now()"),
                new NpgsqlBatchCommand("SELECT hour FROM statistics_changed_hours ORDER BY hour DESC"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (began, now) = (reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<DateTimeOffset>(1));
        await reader.NextResultAsync(cancellationToken);
        var hours = new List<DateTimeOffset>();
        while (await reader.ReadAsync(cancellationToken))
            hours.Add(reader.GetFieldValue<DateTimeOffset>(0));
        return (began, now, hours);
    }

    private static async Task CountAsync(NpgsqlConnection connection, DateTimeOffset hour, CancellationToken cancellationToken)
    {
        var day = new DateTimeOffset(hour.UtcDateTime.Date, TimeSpan.Zero);
        DateTimeOffset seen;
        // One snapshot for all tables.
        await using (var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken))
        {
            await using (var first = new NpgsqlCommand("SELECT clock_timestamp()", connection))
                seen = new DateTimeOffset((DateTime)(await first.ExecuteScalarAsync(cancellationToken))!);
            await using var batch = new NpgsqlBatch(connection);
            foreach (var table in CountTables.All)
            {
                batch.BatchCommands.Add(Command(table.Delete("hour"), Parameter(hour)));
                batch.BatchCommands.Add(Command(
                    table.CountHour, Parameter(hour), Parameter(Uuid7.Least(hour)), Parameter(Uuid7.Least(hour.AddHours(1)))));
                batch.BatchCommands.Add(Command(table.Delete("day"), Parameter(day)));
                batch.BatchCommands.Add(Command(table.AddUpDay, Parameter(day)));
            }
            batch.Timeout = (int)TimeSpan.FromMinutes(10).TotalSeconds;
            await batch.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        // By itself, because a replica may have renewed the mark since the snapshot; then the mark remains.
        await using var remove = new NpgsqlCommand(
            "DELETE FROM statistics_changed_hours WHERE hour = $1 AND marked_at < $2", connection);
        remove.Parameters.AddRange(new[] { Parameter(hour), Parameter(seen - ChangedHours.RemovedAfter) });
        await remove.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> IsTrueAsync(NpgsqlConnection connection, string sql, int value, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(Parameter(value));
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
