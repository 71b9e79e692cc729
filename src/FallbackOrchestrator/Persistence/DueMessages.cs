using FallbackOrchestrator.Messages;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>Messages that are due at a time.</summary>
internal static class DueMessages
{
    /// <summary>
    /// The time until the next message is due; negative if one is overdue, null if no message is ever due. It reads one row of the index.
    /// </summary>
    /// <param name="data">The database.</param>
    /// <param name="oldest">The oldest id that can still be pending.</param>
    /// <param name="without">Messages to leave alone.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<TimeSpan?> NextAsync(NpgsqlDataSource data, Umid oldest, Guid[] without, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(
            """
            SELECT due_at - orchestrator_now() FROM messages
            WHERE due_at IS NOT NULL AND id >= $1 AND id <> ALL($2)
            ORDER BY due_at LIMIT 1
            """);
        command.Parameters.Add(RowArrays.Parameter(oldest.Value));
        command.Parameters.Add(RowArrays.Parameter(without));
        return await command.ExecuteScalarAsync(cancellationToken) is TimeSpan wait ? wait : null;
    }
}
