using FallbackOrchestrator.Messages;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>A receipt that waits for its attempt: what it said, and the provider's id by which it will be found.</summary>
public sealed record ParkedReceipt(AccountId Account, string ProviderId, Word Word, DateTimeOffset At, AttemptError? Error);

/// <summary>Receipts that came before anybody knew the provider's id, and the ids that are known.</summary>
internal static class ParkedReceipts
{
    /// <summary>The attempts that these provider's ids belong to, as far as they are known.</summary>
    public static async Task<Dictionary<string, AttemptReference>> FindAsync(
        NpgsqlDataSource data, AccountId account, string[] providerIds, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand(
            "SELECT provider_id, message_id, step FROM provider_refs WHERE account_id = $1 AND provider_id = ANY($2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = account.Value });
        command.Parameters.Add(new NpgsqlParameter { Value = providerIds, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var found = new Dictionary<string, AttemptReference>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
            found[reader.GetString(0)] = new AttemptReference(new Umid(reader.GetGuid(1)), reader.GetInt32(2));
        return found;
    }

    /// <summary>Parks receipts.</summary>
    public static async Task ParkAsync(NpgsqlDataSource data, IReadOnlyList<ParkedReceipt> receipts, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand(
            """
            INSERT INTO parked_receipts (account_id, provider_id, word, at, error, received_at)
            SELECT u.account_id, u.provider_id, u.word, u.at, u.error, orchestrator_now()
            FROM unnest($1, $2, $3, $4, $5) AS u(account_id, provider_id, word, at, error)
            """);
        command.Parameters.AddRange(new[]
        {
            Array(receipts, NpgsqlDbType.Text, r => r.Account.Value),
            Array(receipts, NpgsqlDbType.Text, r => r.ProviderId),
            Array(receipts, NpgsqlDbType.Text, r => EnumText.Of(r.Word)),
            Array(receipts, NpgsqlDbType.TimestampTz, r => r.At),
            Array(receipts, NpgsqlDbType.Jsonb, r => RowJson.Error(r.Error)),
        });
        await command.ExecuteNonQueryAsync(cancelled);
    }

    /// <summary>Takes the receipts parked for these ids out, within the transaction that makes the ids known.</summary>
    public static async Task<IReadOnlyList<ParkedReceipt>> TakeAsync(
        NpgsqlConnection connection, IReadOnlyList<(AccountId Account, string ProviderId)> ids, CancellationToken cancelled)
    {
        if (ids.Count == 0)
            return [];
        await using var command = new NpgsqlCommand(
            """
            DELETE FROM parked_receipts p
            USING unnest($1, $2) AS u(account_id, provider_id)
            WHERE p.account_id = u.account_id AND p.provider_id = u.provider_id
            RETURNING p.account_id, p.provider_id, p.word, p.at, p.error
            """,
            connection);
        command.Parameters.Add(Array(ids, NpgsqlDbType.Text, id => id.Account.Value));
        command.Parameters.Add(Array(ids, NpgsqlDbType.Text, id => id.ProviderId));
        var taken = new List<ParkedReceipt>();
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
        {
            taken.Add(new ParkedReceipt(
                new AccountId(reader.GetString(0)),
                reader.GetString(1),
                EnumText.Parse<Word>(reader.GetString(2)),
                reader.GetFieldValue<DateTimeOffset>(3),
                RowJson.Error(reader.IsDBNull(4) ? null : reader.GetString(4))));
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

    private static NpgsqlParameter Array<TRow, T>(IReadOnlyList<TRow> rows, NpgsqlDbType type, Func<TRow, T> column) =>
        new() { Value = rows.Select(column).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
