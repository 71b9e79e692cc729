using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Maps;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>Receipts that came before their provider id was stored, and the provider ids that are stored.</summary>
internal static class ParkedReceipts
{
    // The number of parked receipts that one statement compares.
    private const int Page = 2000;

    private static readonly string Insert =
        $"""
        INSERT INTO parked_receipts ({ParkedReceiptMap.Rows.AllNames()}, received_at)
        SELECT {ParkedReceiptMap.Rows.AllNames()}, orchestrator_now() FROM (SELECT {ParkedReceiptMap.Rows.Arrays()}) AS u
        """;

    // $5 and $6 bound the message ids: they leave only the partitions between them.
    private static readonly string TakeLearned =
        $"""
        DELETE FROM parked_receipts p
        USING (SELECT {RowArrays.Rows("message_id, step, provider_id, channel_account_id")}) AS u
            CROSS JOIN LATERAL (
                SELECT channel_account_id FROM attempts
                WHERE message_id = u.message_id AND step = u.step AND message_id BETWEEN $5 AND $6 LIMIT 1) AS a
        WHERE p.channel_account_id = a.channel_account_id AND p.provider_id = u.provider_id
            AND coalesce(u.channel_account_id, a.channel_account_id) = a.channel_account_id
        RETURNING {ParkedReceiptMap.Rows.Names("p.")}, u.message_id, u.step
        """;

    /// <summary>The attempts of these provider ids; unknown ids are left out.</summary>
    public static async Task<Dictionary<string, AttemptReference>> FindAsync(
        NpgsqlDataSource data, ChannelAccountId account, string[] providerIds, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(
            "SELECT provider_id, message_id, step FROM provider_refs WHERE channel_account_id = $1 AND provider_id = ANY($2)");
        command.Parameters.Add(RowArrays.Parameter(account.Value));
        command.Parameters.Add(new NpgsqlParameter { Value = providerIds, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var found = new Dictionary<string, AttemptReference>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found[reader.GetString(0)] = new AttemptReference(new Umid(reader.GetGuid(1)), reader.GetInt32(2));
        return found;
    }

    /// <summary>The channel accounts of attempts; those that do not exist are left out.</summary>
    public static async Task<Dictionary<AttemptReference, ChannelAccountId>> AccountsOfAsync(
        NpgsqlDataSource data, IReadOnlyCollection<AttemptReference> references, CancellationToken cancellationToken)
    {
        var accounts = new Dictionary<AttemptReference, ChannelAccountId>();
        if (references.Count == 0)
            return accounts;
        var umids = references.Select(reference => reference.Umid.Value).Distinct().ToArray();
        await using var command = data.CreateCommand(
            "SELECT message_id, step, channel_account_id FROM attempts WHERE message_id = ANY($1) AND message_id BETWEEN $2 AND $3");
        command.Parameters.Add(new NpgsqlParameter { Value = umids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(RowArrays.Parameter(umids.Min()));
        command.Parameters.Add(RowArrays.Parameter(umids.Max()));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            accounts[new AttemptReference(new Umid(reader.GetGuid(0)), reader.GetInt32(1))] = new ChannelAccountId(reader.GetString(2));
        return accounts;
    }

    /// <summary>Parks receipts.</summary>
    public static async Task ParkAsync(NpgsqlDataSource data, List<ParkedReceipt> receipts, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(Insert);
        command.Parameters.AddRange(ParkedReceiptMap.Rows.InsertParameters(receipts));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The command that takes the parked receipts of these ids, within the transaction that stores the ids.</summary>
    public static NpgsqlBatchCommand Take(List<LearnedId> learned) => RowArrays.Command(
        TakeLearned,
        RowArrays.Column(learned, NpgsqlDbType.Uuid, id => id.Umid.Value),
        RowArrays.Column(learned, NpgsqlDbType.Integer, id => id.Step),
        RowArrays.Column(learned, NpgsqlDbType.Text, id => id.ProviderId),
        RowArrays.Column(learned, NpgsqlDbType.Text, id => id.Told?.Value),
        RowArrays.Parameter(learned.Min(id => id.Umid.Value)),
        RowArrays.Parameter(learned.Max(id => id.Umid.Value)));

    /// <summary>The receipts that <see cref="Take"/> took.</summary>
    public static async Task<IReadOnlyList<JoinedReceipt>> TakenAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var taken = new List<JoinedReceipt>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (message, step) = (ParkedReceiptMap.Rows.Count, ParkedReceiptMap.Rows.Count + 1); // after the columns of the map
            var reference = new AttemptReference(new Umid(reader.GetGuid(message)), reader.GetInt32(step));
            taken.Add(new JoinedReceipt(reference, ParkedReceiptMap.Read(reader)));
        }
        return taken;
    }

    /// <summary>
    /// The attempts that have a parked receipt although their id is stored: the receipt was parked while the id was being stored. Each
    /// receipt of a page is looked up by its id, whatever the planner expects of the tables.
    /// </summary>
    /// <param name="data">The database.</param>
    /// <param name="after">The page begins after the receipt with this number.</param>
    /// <param name="parkedWithin">The longest time since they were parked; null for all.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The attempts, and the number after which the next page begins; null if there is none.</returns>
    public static async Task<(IReadOnlyList<MatchedReceipt> Matched, long? Next)> MatchedAsync(
        NpgsqlDataSource data, long after, TimeSpan? parkedWithin, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(
            $"""
            WITH page AS MATERIALIZED (
                SELECT id, channel_account_id, provider_id FROM parked_receipts
                WHERE id > $1 {(parkedWithin is null ? "" : "AND received_at > orchestrator_now() - $2")}
                ORDER BY id LIMIT {Page})
            SELECT DISTINCT r.message_id, r.step, p.channel_account_id, p.provider_id, NULL::bigint, NULL::bigint
            FROM page p CROSS JOIN LATERAL (
                SELECT message_id, step FROM provider_refs
                WHERE channel_account_id = p.channel_account_id AND provider_id = p.provider_id
                OFFSET 0) AS r
            UNION ALL
            SELECT NULL, NULL, NULL, NULL, max(id), count(*) FROM page
            """);
        command.Parameters.Add(RowArrays.Parameter(after));
        if (parkedWithin is { } within)
            command.Parameters.Add(RowArrays.Parameter(within));
        var matched = new List<MatchedReceipt>();
        long? next = null;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.IsDBNull(0))
            {
                next = reader.GetInt64(5) == Page ? reader.GetInt64(4) : null;
                continue;
            }
            matched.Add(new MatchedReceipt(
                new AttemptReference(new Umid(reader.GetGuid(0)), reader.GetInt32(1)),
                new ChannelAccountId(reader.GetString(2)),
                reader.GetString(3)));
        }
        return (matched, next);
    }
}
