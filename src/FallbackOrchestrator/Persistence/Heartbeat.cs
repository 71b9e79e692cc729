using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Signs of life of the replicas. A silence of all of them is kept, because windows that ended in it are held open for a while
/// (<see cref="Messages.OutageGrace"/>).
/// </summary>
internal static class Heartbeat
{
    /// <summary>Says that this replica lives and takes receipts; answers how many replicas do.</summary>
    /// <param name="data">The database.</param>
    /// <param name="replica">This replica.</param>
    /// <param name="shortestOutage">A silence longer than this is an outage.</param>
    /// <param name="longestHold">How long windows are held open after one, at most.</param>
    /// <param name="goneAfter">A replica that was silent for longer has gone.</param>
    /// <param name="cancelled">Cancels the query.</param>
    public static async Task<int> BeatAsync(
        NpgsqlDataSource data, Guid replica, TimeSpan shortestOutage, TimeSpan longestHold, TimeSpan goneAfter, CancellationToken cancelled)
    {
        await using var batch = data.CreateBatch();
        var beat = new NpgsqlBatchCommand(
            """
            INSERT INTO heartbeat AS h (id, beat_at) VALUES (1, orchestrator_now())
            ON CONFLICT (id) DO UPDATE SET
                silent_from = CASE
                    WHEN EXCLUDED.beat_at - h.beat_at <= $1 THEN h.silent_from
                    -- A silence that begins while windows are still held open for the one before is one with it.
                    WHEN h.beat_at < h.silent_until + $2 THEN h.silent_from
                    ELSE h.beat_at
                    END,
                silent_until = CASE WHEN EXCLUDED.beat_at - h.beat_at > $1 THEN EXCLUDED.beat_at ELSE h.silent_until END,
                beat_at = GREATEST(h.beat_at, EXCLUDED.beat_at)
            """);
        beat.Parameters.Add(RowArrays.One(shortestOutage));
        beat.Parameters.Add(RowArrays.One(longestHold));
        var seen = new NpgsqlBatchCommand(
            "INSERT INTO replicas (id, seen_at) VALUES ($1, orchestrator_now()) ON CONFLICT (id) DO UPDATE SET seen_at = EXCLUDED.seen_at");
        seen.Parameters.Add(RowArrays.One(replica));
        var gone = new NpgsqlBatchCommand("DELETE FROM replicas WHERE seen_at < orchestrator_now() - $1");
        gone.Parameters.Add(RowArrays.One(goneAfter));
        batch.BatchCommands.Add(beat);
        batch.BatchCommands.Add(seen);
        batch.BatchCommands.Add(gone);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT count(*)::integer FROM replicas"));
        return (int)(await batch.ExecuteScalarAsync(cancelled))!;
    }

    /// <summary>Says that this replica is gone, so that the others take its part of the rates at once.</summary>
    public static async Task LeaveAsync(NpgsqlDataSource data, Guid replica, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand("DELETE FROM replicas WHERE id = $1");
        command.Parameters.Add(RowArrays.One(replica));
        await command.ExecuteNonQueryAsync(cancelled);
    }
}
