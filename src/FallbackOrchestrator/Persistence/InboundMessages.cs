using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Maps;
using Npgsql;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence;

/// <summary>Inbound messages, and the messages of ours that they belong to.</summary>
internal static class InboundMessages
{
    /// <summary>A message of ours that is older than this decides nothing about an inbound message that names none.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromDays(30);

    // The provider posts a message again until it gets a 2xx.
    private static readonly string InsertOnce =
        $"""
        INSERT INTO inbound_messages ({InboundMessageMap.New.AllNames()})
        SELECT {InboundMessageMap.New.AllNames("u.")} FROM (SELECT {InboundMessageMap.New.Arrays()}) AS u
        ON CONFLICT (channel_account_id, provider_id) DO NOTHING
        RETURNING id
        """;

    private const string FindReplied =
        """
        SELECT r.provider_id, r.channel_account_id, m.id, r.step, m.subaccount_id
        FROM provider_refs r CROSS JOIN LATERAL (SELECT id, subaccount_id FROM messages WHERE id = r.message_id LIMIT 1) AS m
        WHERE r.channel_account_id = ANY($1) AND r.provider_id = ANY($2)
        UNION ALL
        SELECT provider_id, channel_account_id, id, NULL, subaccount_id FROM inbound_messages
        WHERE channel_account_id = ANY($1) AND provider_id = ANY($2)
        """;

    // $4 bounds the ids: it leaves only the partitions of the last days. The person's messages are found by their index, and their attempts
    // one by one: OFFSET 0 and LIMIT keep the planner from reading all messages of the days in their order, or from making joins.
    private const string FindLast =
        """
        SELECT m.subaccount_id
        FROM (SELECT id, subaccount_id FROM messages WHERE subaccount_id = ANY($1) AND msisdn = $2 AND id >= $4 OFFSET 0) AS m
        CROSS JOIN LATERAL (
            SELECT FROM attempts WHERE message_id = m.id AND message_id >= $4 AND channel_account_id = $3
                AND handover = 'handedOver' LIMIT 1) AS a
        ORDER BY m.id DESC LIMIT 1
        """;

    private const string FindOpen =
        """
        SELECT m.id, a.step
        FROM (
            SELECT id FROM messages WHERE subaccount_id = $1 AND msisdn = $2 AND id >= $4 AND state = 'inProgress' OFFSET 0) AS m
        CROSS JOIN LATERAL (
            SELECT step FROM attempts
            WHERE message_id = m.id AND message_id >= $4 AND channel_account_id = $3 AND handover = 'handedOver'
                AND leave_reason = 'nothing' AND leased_at <= $5 LIMIT 2) AS a
        WHERE NOT EXISTS (SELECT FROM inbound_messages WHERE channel_account_id = $3 AND provider_id = $6)
        LIMIT 2
        """;

    /// <summary>Stores messages, each once. Returns those that were not stored before.</summary>
    public static async Task<List<NewInboundMessage>> InsertAsync(
        NpgsqlConnection connection, List<NewInboundMessage> messages, CancellationToken cancellationToken)
    {
        // In one order, so that no two transactions wait for each other.
        messages =
        [
            .. messages.OrderBy(one => one.Account.Value, StringComparer.Ordinal).ThenBy(one => one.ProviderId, StringComparer.Ordinal),
        ];
        await using var command = new NpgsqlCommand(InsertOnce, connection);
        command.Parameters.AddRange(InboundMessageMap.New.InsertParameters(messages));
        var stored = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            stored.Add(reader.GetGuid(0));
        return messages.FindAll(message => stored.Contains(message.Umid.Value));
    }

    /// <summary>The messages that providers name as replied to, by the provider's id; unknown ids are left out.</summary>
    public static async Task<Dictionary<string, RepliedMessage>> RepliedAsync(
        NpgsqlDataSource data, string[] accounts, string[] providerIds, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, RepliedMessage>(StringComparer.Ordinal);
        if (providerIds.Length == 0)
            return found;
        await using var command = data.CreateCommand(FindReplied);
        command.Parameters.AddRange(new NpgsqlParameter[] { Parameter(accounts), Parameter(providerIds) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.TryAdd(reader.GetString(0), new RepliedMessage(
                new ChannelAccountId(reader.GetString(1)), new Umid(reader.GetGuid(2)),
                reader.IsDBNull(3) ? null : reader.GetInt32(3), new SubaccountId(reader.GetString(4))));
        }
        return found;
    }

    /// <summary>Of these subaccounts, the one that sent to a number over a channel account last; null if none did lately.</summary>
    public static async Task<SubaccountId?> LastSenderAsync(
        NpgsqlDataSource data, string[] subaccounts, Msisdn number, ChannelAccountId account, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(FindLast);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            Parameter(subaccounts), Parameter(number.Value), Parameter(account.Value), Parameter(Uuid7.Least(now - Lately)),
        });
        return await command.ExecuteScalarAsync(cancellationToken) is string last ? new SubaccountId(last) : null;
    }

    /// <summary>
    /// The attempt that waits for a number on a channel account, and was with the provider when a message was written; null if there is
    /// none, or more than one, or if the message is stored already: it was posted again, and counts no second time.
    /// </summary>
    public static async Task<AttemptReference?> OnlyOpenAsync(
        NpgsqlDataSource data, SubaccountId subaccount, Msisdn number, ChannelAccountId account, string providerId,
        DateTimeOffset writtenAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(FindOpen);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            Parameter(subaccount.Value), Parameter(number.Value), Parameter(account.Value), Parameter(Uuid7.Least(now - Lately)),
            Parameter(writtenAt), Parameter(providerId),
        });
        var found = new List<AttemptReference>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new AttemptReference(new Umid(reader.GetGuid(0)), reader.GetInt32(1)));
        return found is [var only] ? only : null;
    }

    /// <summary>Where a subaccount's inbound message came from; null if it has none of this id.</summary>
    public static async Task<(ChannelAccountId Account, string ProviderId)?> OriginAsync(
        NpgsqlDataSource data, Umid umid, SubaccountId subaccount, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(
            "SELECT channel_account_id, provider_id FROM inbound_messages WHERE id = $1 AND subaccount_id = $2");
        command.Parameters.AddRange(new NpgsqlParameter[] { Parameter(umid.Value), Parameter(subaccount.Value) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (new ChannelAccountId(reader.GetString(0)), reader.GetString(1))
            : null;
    }
}
