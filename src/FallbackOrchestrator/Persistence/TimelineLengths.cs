using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>Whether messages have changed: every change adds lines to the timeline.</summary>
internal static class TimelineLengths
{
    private const string Read = "SELECT id, timeline_length FROM messages WHERE id = ANY($1) AND id BETWEEN $2 AND $3";

    /// <summary>The lengths of the timelines of messages; a message that is no longer kept is left out.</summary>
    public static async Task<Dictionary<Guid, int>> ReadAsync(NpgsqlDataSource data, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(Read);
        command.Parameters.AddRange(LockedMessages.Bounded(ids));
        var lengths = new Dictionary<Guid, int>(ids.Length);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            lengths[reader.GetGuid(0)] = reader.GetInt32(1);
        return lengths;
    }
}
