using FallbackOrchestrator.Messages;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>Looks up the messages that others quote: messages of ours, and inbound ones.</summary>
internal static class QuotedMessages
{
    private const string Find =
        """
        SELECT m.id, m.subaccount_id, a.channel_account_id, a.provider_ids[1]
        FROM messages m
        LEFT JOIN attempts a ON a.message_id = m.id AND a.message_id BETWEEN $2 AND $3 AND cardinality(a.provider_ids) > 0
        WHERE m.id = ANY($1) AND m.id BETWEEN $2 AND $3
        UNION ALL
        SELECT id, subaccount_id, channel_account_id, provider_id FROM inbound_messages WHERE id = ANY($1)
        """;

    /// <summary>Finds these messages; those that do not exist are left out.</summary>
    public static async Task<IReadOnlyDictionary<Umid, QuotedMessage>> FindAsync(
        NpgsqlConnection connection, Umid[] quoted, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Find, connection);
        command.Parameters.AddRange(LockedMessages.Bounded([.. quoted.Select(id => id.Value)]));
        var found = new Dictionary<Umid, QuotedMessage>(quoted.Length);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var umid = new Umid(reader.GetGuid(0));
            if (!found.TryGetValue(umid, out var message))
                found.Add(umid, message = new QuotedMessage(new SubaccountId(reader.GetString(1)), []));
            if (!reader.IsDBNull(2))
                message.ProviderIds[new ChannelAccountId(reader.GetString(2))] = reader.GetString(3);
        }
        return found;
    }
}
