using FallbackOrchestrator.Messages;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>What time alone will move.</summary>
internal static class DueMessages
{
    /// <summary>How long the message that has been due longest has waited; null if nothing is due. One look into the index.</summary>
    public static async Task<TimeSpan?> LongestOverdueAsync(NpgsqlDataSource data, Umid oldest, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand(
            """
            WITH clock AS (SELECT orchestrator_now() AS now)
            SELECT (SELECT now FROM clock) - due_at FROM messages
            WHERE due_at <= (SELECT now FROM clock) AND id >= $1
            ORDER BY due_at LIMIT 1
            """);
        command.Parameters.Add(LockedMessages.Id(oldest.Value));
        return await command.ExecuteScalarAsync(cancelled) is TimeSpan overdue ? overdue : null;
    }
}
