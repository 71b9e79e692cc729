using FallbackOrchestrator.Messages;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>A receipt that waits for its attempt: what it said, and the provider's id by which it will be found.</summary>
public sealed record ParkedReceipt(AccountId Account, string ProviderId, Word Word, DateTimeOffset At, AttemptError? Error);

/// <summary>A receipt that has found its attempt.</summary>
public sealed record JoinedReceipt(AttemptReference Reference, ParkedReceipt Receipt);

/// <summary>Receipts that came before anybody knew the provider's id, and the ids that are known.</summary>
internal static class ParkedReceipts
{
    /// <summary>The attempts that these provider's ids belong to, as far as they are known.</summary>
    public static async Task<Dictionary<string, AttemptReference>> FindAsync(
        NpgsqlDataSource data, AccountId account, string[] providerIds, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand(
            "SELECT provider_id, message_id, step FROM provider_refs WHERE account_id = $1 AND provider_id = ANY($2)");
        command.Parameters.Add(RowArrays.One(account.Value));
        command.Parameters.Add(new NpgsqlParameter { Value = providerIds, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var found = new Dictionary<string, AttemptReference>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
            found[reader.GetString(0)] = new AttemptReference(new Umid(reader.GetGuid(1)), reader.GetInt32(2));
        return found;
    }

    /// <summary>Parks receipts.</summary>
    public static async Task ParkAsync(NpgsqlDataSource data, List<ParkedReceipt> receipts, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand(
            """
            INSERT INTO parked_receipts (account_id, provider_id, word, at, error, received_at)
            SELECT u.account_id, u.provider_id, u.word, u.at, u.error, orchestrator_now()
            FROM unnest($1, $2, $3, $4, $5) AS u(account_id, provider_id, word, at, error)
            """);
        command.Parameters.AddRange(new[]
        {
            RowArrays.Of(receipts, NpgsqlDbType.Text, r => r.Account.Value),
            RowArrays.Of(receipts, NpgsqlDbType.Text, r => r.ProviderId),
            RowArrays.Of(receipts, NpgsqlDbType.Text, r => EnumText.Of(r.Word)),
            RowArrays.Of(receipts, NpgsqlDbType.TimestampTz, r => r.At),
            RowArrays.Of(receipts, NpgsqlDbType.Jsonb, r => RowJson.Error(r.Error)),
        });
        await command.ExecuteNonQueryAsync(cancelled);
    }

    /// <summary>The command that takes the receipts parked for these ids out, within the transaction that makes the ids known.</summary>
    public static NpgsqlBatchCommand Take(List<LearnedId> learned) => RowArrays.Command(
        $"""
        DELETE FROM parked_receipts p
        USING (SELECT {RowArrays.Rows("message_id, step, provider_id")}) AS u
            CROSS JOIN LATERAL (SELECT account_id FROM attempts WHERE message_id = u.message_id AND step = u.step AND message_id BETWEEN $4 AND $5 LIMIT 1) AS a
        WHERE p.account_id = a.account_id AND p.provider_id = u.provider_id
        RETURNING u.message_id, u.step, p.account_id, p.provider_id, p.word, p.at, p.error
        """,
        RowArrays.Of(learned, NpgsqlDbType.Uuid, id => id.Umid.Value),
        RowArrays.Of(learned, NpgsqlDbType.Integer, id => id.Step),
        RowArrays.Of(learned, NpgsqlDbType.Text, id => id.ProviderId),
        RowArrays.One(learned.Min(id => id.Umid.Value)),
        RowArrays.One(learned.Max(id => id.Umid.Value)));

    /// <summary>What <see cref="Take"/> took.</summary>
    public static async Task<IReadOnlyList<JoinedReceipt>> TakenAsync(NpgsqlDataReader reader, CancellationToken cancelled)
    {
        var taken = new List<JoinedReceipt>();
        while (await reader.ReadAsync(cancelled))
        {
            taken.Add(new JoinedReceipt(
                new AttemptReference(new Umid(reader.GetGuid(0)), reader.GetInt32(1)),
                new ParkedReceipt(
                    new AccountId(reader.GetString(2)),
                    reader.GetString(3),
                    EnumText.Parse<Word>(reader.GetString(4)),
                    reader.GetFieldValue<DateTimeOffset>(5),
                    RowJson.Error(reader.IsDBNull(6) ? null : reader.GetString(6)))));
        }
        return taken;
    }

    /// <summary>
    /// The attempts that have a parked receipt though their id is known: the receipt was parked while the id was being stored.
    /// Looks only at what was parked lately; older ones belong to nobody.
    /// </summary>
    public static async Task<IReadOnlyList<(AttemptReference Reference, AccountId Account, string ProviderId)>> MatchedAsync(
        NpgsqlDataSource data, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand(
            """
            SELECT DISTINCT r.message_id, r.step, r.account_id, r.provider_id
            FROM parked_receipts p JOIN provider_refs r ON r.account_id = p.account_id AND r.provider_id = p.provider_id
            WHERE p.received_at > orchestrator_now() - interval '2 minutes'
            LIMIT 500
            """);
        var matched = new List<(AttemptReference, AccountId, string)>();
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
        {
            matched.Add((
                new AttemptReference(new Umid(reader.GetGuid(0)), reader.GetInt32(1)),
                new AccountId(reader.GetString(2)),
                reader.GetString(3)));
        }
        return matched;
    }
}
