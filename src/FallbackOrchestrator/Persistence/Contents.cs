using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>Reads the contents of messages that will be handed over.</summary>
internal static class Contents
{
    /// <summary>The contents of these messages; one that was erased is left out.</summary>
    public static async Task<Dictionary<Umid, MessageContent>> LoadAsync(
        NpgsqlConnection connection, Umid[] ids, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT message_id, content FROM contents WHERE message_id = ANY($1) AND message_id BETWEEN $2 AND $3", connection);
        command.Parameters.AddRange(LockedMessages.Bounded([.. ids.Select(id => id.Value)]));
        var contents = new Dictionary<Umid, MessageContent>(ids.Length);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            contents[new Umid(reader.GetGuid(0))] = ContentJson.Read(reader.GetString(1));
        return contents;
    }
}
