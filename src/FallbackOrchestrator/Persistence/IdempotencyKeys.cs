using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Idempotency keys: the same key and request get the same response for 24 hours. A key is stored with its response in the transaction that
/// stores the messages, so that neither exists without the other; a second request waits for the end of that transaction. Each row contains
/// the form of its key; keys of earlier forms are valid for as long as they are kept.
/// </summary>
public sealed class IdempotencyKeys(NpgsqlDataSource data)
{
    // 1 and before: the key and the fingerprint contain the address as the request spelt it. 2: the endpoint, and its address in the usual
    // spelling.
    private const short Form = 2;

    // In the order of the keys, so that no two groups wait for each other. Rows of earlier forms have an index of their own, which is empty
    // a day after the upgrade: joined with all rows, each group read the whole table.
    private static readonly string Take =
        $"""
        WITH taken_earlier AS MATERIALIZED (
            SELECT e.subaccount_id, e.key
            FROM unnest($6::text[], $7::text[], $8::text[]) AS e (subaccount_id, key, earlier)
            JOIN idempotency_keys AS o ON o.subaccount_id = e.subaccount_id AND o.key = e.earlier
            WHERE o.form < {Form} AND o.response IS NOT NULL AND o.claimed_at >= $5 - interval '24 hours')
        INSERT INTO idempotency_keys AS k (subaccount_id, key, fingerprint, claimed_at, response, form)
        SELECT subaccount_id, key, fingerprint, $5, response, {Form}
        FROM (SELECT {RowArrays.Rows("subaccount_id, key, fingerprint, response")}) AS u
        WHERE NOT EXISTS (SELECT FROM taken_earlier AS t WHERE t.subaccount_id = u.subaccount_id AND t.key = u.key)
        ON CONFLICT (subaccount_id, key) DO UPDATE
        SET fingerprint = EXCLUDED.fingerprint, claimed_at = EXCLUDED.claimed_at, response = EXCLUDED.response, form = EXCLUDED.form
        WHERE k.response IS NULL OR k.claimed_at < EXCLUDED.claimed_at - interval '24 hours'
        RETURNING subaccount_id, key
        """;

    /// <summary>Stores keys that are not in use. Returns those that now belong to these requests.</summary>
    /// <param name="connection">The connection, in the transaction that stores what was asked for.</param>
    /// <param name="responses">The keys and their responses.</param>
    /// <param name="now">The clock of the decisions.</param>
    public static async Task<IReadOnlySet<StoredResponse>> TakeAsync(
        NpgsqlConnection connection, IEnumerable<StoredResponse> responses, DateTimeOffset now)
    {
        var asked = responses
            .DistinctBy(response => (response.Key.Subaccount, response.Key.Key))
            .OrderBy(response => response.Key.Subaccount.Value, StringComparer.Ordinal)
            .ThenBy(response => response.Key.Key, StringComparer.Ordinal)
            .ToList();
        if (asked.Count == 0)
            return new HashSet<StoredResponse>();
        var earlier = asked
            .SelectMany(
                response => response.Key.Earlier.Keys.Where(key => key != response.Key.Key),
                (response, key) => (response.Key, Earlier: key))
            .ToList();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(RowArrays.Command(
            Take,
            RowArrays.Column(asked, NpgsqlDbType.Text, response => response.Key.Subaccount.Value),
            RowArrays.Column(asked, NpgsqlDbType.Text, response => response.Key.Key),
            RowArrays.Column(asked, NpgsqlDbType.Bytea, response => response.Key.Fingerprint),
            RowArrays.Column(asked, NpgsqlDbType.Text, response => response.Response(now)),
            RowArrays.Parameter(now),
            RowArrays.Column(earlier, NpgsqlDbType.Text, one => one.Key.Subaccount.Value),
            RowArrays.Column(earlier, NpgsqlDbType.Text, one => one.Key.Key),
            RowArrays.Column(earlier, NpgsqlDbType.Text, one => one.Earlier)));
        var taken = new HashSet<(string, string)>();
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            taken.Add((reader.GetString(0), reader.GetString(1)));
        return asked.Where(response => taken.Contains((response.Key.Subaccount.Value, response.Key.Key))).ToHashSet();
    }

    /// <summary>
    /// The request of a key. A key is found for a little longer than it blocks other requests, so that a key in use is always found.
    /// </summary>
    public async Task<KnownKey> FindAsync(RequestKey key, CancellationToken cancellationToken)
    {
        // The usual form first; an earlier form of the same key counts only if that does not exist.
        await using var command = data.CreateCommand(
            """
            SELECT fingerprint, response FROM idempotency_keys
            WHERE subaccount_id = $1 AND response IS NOT NULL AND claimed_at >= orchestrator_now() - interval '24 hours 1 minute'
                AND (key = $2 OR (key = ANY($3) AND form < $4))
            ORDER BY key <> $2 LIMIT 1
            """);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            RowArrays.Parameter(key.Subaccount.Value),
            RowArrays.Parameter(key.Key),
            new NpgsqlParameter<string[]> { TypedValue = key.Earlier.Keys },
            new NpgsqlParameter<short> { TypedValue = Form },
        });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return new KnownKey.Unknown();
        var fingerprint = reader.GetFieldValue<byte[]>(0);
        return key.Earlier.Fingerprints().Prepend(key.Fingerprint).Any(known => fingerprint.AsSpan().SequenceEqual(known))
            ? new KnownKey.Completed(reader.GetString(1))
            : new KnownKey.Other();
    }
}
