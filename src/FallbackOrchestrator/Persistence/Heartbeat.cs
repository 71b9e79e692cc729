using FallbackOrchestrator.Messages;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>The live replicas.</summary>
/// <param name="Count">Their number.</param>
/// <param name="Accounts">The channel accounts that they have together; null if one of them has an older version, which does not store its
/// own.</param>
internal sealed record LiveReplicas(int Count, IReadOnlySet<ChannelAccountId>? Accounts);

/// <summary>
/// Heartbeats of the replicas. The latest time without any is kept, because windows that ended in it are held open for a while
/// (<see cref="Messages.OutageGrace"/>).
/// </summary>
internal static class Heartbeat
{
    /// <summary>The number of live replicas.</summary>
    public static async Task<int> ReplicasAsync(NpgsqlDataSource data, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand("SELECT count(*)::integer FROM replicas");
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Stores that a replica is alive and takes receipts, and which accounts it has. Returns the live replicas.</summary>
    public static async Task<LiveReplicas> BeatAsync(NpgsqlDataSource data, Beat sign, CancellationToken cancellationToken)
    {
        await using var batch = data.CreateBatch();
        var beat = new NpgsqlBatchCommand(
            """
            INSERT INTO heartbeat AS h (id, beat_at) VALUES (1, orchestrator_now())
            ON CONFLICT (id) DO UPDATE SET
                silent_from = CASE
                    WHEN EXCLUDED.beat_at - h.beat_at <= $1 THEN h.silent_from
                    -- A silence that begins while windows are still held open for the previous one continues it.
                    WHEN h.beat_at < h.silent_until + $2 THEN h.silent_from
                    ELSE h.beat_at
                    END,
                silent_until = CASE WHEN EXCLUDED.beat_at - h.beat_at > $1 THEN EXCLUDED.beat_at ELSE h.silent_until END,
                beat_at = GREATEST(h.beat_at, EXCLUDED.beat_at)
            """);
        beat.Parameters.Add(RowArrays.Parameter(sign.ShortestOutage));
        beat.Parameters.Add(RowArrays.Parameter(sign.LongestHold));
        var seen = new NpgsqlBatchCommand(
            """
            INSERT INTO replicas (id, seen_at, channel_accounts) VALUES ($1, orchestrator_now(), $2)
            ON CONFLICT (id) DO UPDATE SET seen_at = EXCLUDED.seen_at, channel_accounts = EXCLUDED.channel_accounts
            """);
        seen.Parameters.Add(RowArrays.Parameter(sign.Replica));
        seen.Parameters.Add(RowArrays.Parameter<string[]>([.. sign.Accounts.Select(account => account.Value)]));
        var gone = new NpgsqlBatchCommand("DELETE FROM replicas WHERE seen_at < orchestrator_now() - $1");
        gone.Parameters.Add(RowArrays.Parameter(sign.GoneAfter));
        batch.BatchCommands.Add(beat);
        batch.BatchCommands.Add(seen);
        batch.BatchCommands.Add(gone);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            SELECT count(*)::integer,
                CASE WHEN count(*) = count(channel_accounts) THEN ARRAY(SELECT DISTINCT unnest(channel_accounts) FROM replicas) END
            FROM replicas
            """));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new LiveReplicas(
            reader.GetInt32(0),
            reader.IsDBNull(1) ? null : reader.GetFieldValue<string[]>(1).Select(account => new ChannelAccountId(account)).ToHashSet());
    }

    /// <summary>Removes this replica, so that the others use its part of the rates at once.</summary>
    public static async Task LeaveAsync(NpgsqlDataSource data, Guid replica, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand("DELETE FROM replicas WHERE id = $1");
        command.Parameters.Add(RowArrays.Parameter(replica));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
