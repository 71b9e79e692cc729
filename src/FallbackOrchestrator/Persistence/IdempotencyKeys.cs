using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Idempotency keys: the same key and request get the same answer for 24 hours. A key is taken, with its answer, in the very transaction that
/// stores the messages, so that neither can be without the other; who comes second waits for that transaction to end. Each row says which form its
/// key has; those of earlier forms count for as long as they are kept.
/// </summary>
public sealed class IdempotencyKeys(NpgsqlDataSource data)
{
    // 1 and what was before it: the key and the fingerprint hold the address as it was spelt. 2: the endpoint, and its address as it is usually spelt.
    private const short Form = 2;

    // In the order of the keys: groups that want the same ones wait for each other in one direction only. Rows of earlier forms are found by an index
    // of their own, which is empty a day after the upgrade: joined with all rows, each group read the whole table.
    private static readonly string Take =
        $"""
        WITH taken_earlier AS MATERIALIZED (
            SELECT e.subaccount_id, e.key
            FROM unnest($6::text[], $7::text[], $8::text[]) AS e (subaccount_id, key, earlier)
            JOIN idempotency_keys AS o ON o.subaccount_id = e.subaccount_id AND o.key = e.earlier
            WHERE o.form < {Form} AND o.answer IS NOT NULL AND o.claimed_at >= $5 - interval '24 hours')
        INSERT INTO idempotency_keys AS k (subaccount_id, key, fingerprint, claimed_at, answer, form)
        SELECT subaccount_id, key, fingerprint, $5, answer, {Form} FROM (SELECT {RowArrays.Rows("subaccount_id, key, fingerprint, answer")}) AS u
        WHERE NOT EXISTS (SELECT FROM taken_earlier AS t WHERE t.subaccount_id = u.subaccount_id AND t.key = u.key)
        ON CONFLICT (subaccount_id, key) DO UPDATE
        SET fingerprint = EXCLUDED.fingerprint, claimed_at = EXCLUDED.claimed_at, answer = EXCLUDED.answer, form = EXCLUDED.form
        WHERE k.answer IS NULL OR k.claimed_at < EXCLUDED.claimed_at - interval '24 hours'
        RETURNING subaccount_id, key
        """;

    /// <summary>Takes keys, each only once; answers those that stand for these requests now.</summary>
    /// <param name="connection">The connection, in the transaction that stores what was asked for.</param>
    /// <param name="answers">The keys and their answers.</param>
    /// <param name="now">The clock of the decisions.</param>
    public static async Task<IReadOnlySet<StoredAnswer>> TakeAsync(
        NpgsqlConnection connection, IEnumerable<StoredAnswer> answers, DateTimeOffset now)
    {
        var asked = answers
            .DistinctBy(answer => (answer.Key.Subaccount, answer.Key.Key))
            .OrderBy(answer => answer.Key.Subaccount.Value, StringComparer.Ordinal)
            .ThenBy(answer => answer.Key.Key, StringComparer.Ordinal)
            .ToList();
        if (asked.Count == 0)
            return new HashSet<StoredAnswer>();
        var earlier = asked
            .SelectMany(answer => answer.Key.Earlier.Keys.Where(key => key != answer.Key.Key), (answer, key) => (answer.Key, Earlier: key))
            .ToList();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(RowArrays.Command(
            Take,
            RowArrays.Column(asked, NpgsqlDbType.Text, answer => answer.Key.Subaccount.Value),
            RowArrays.Column(asked, NpgsqlDbType.Text, answer => answer.Key.Key),
            RowArrays.Column(asked, NpgsqlDbType.Bytea, answer => answer.Key.Fingerprint),
            RowArrays.Column(asked, NpgsqlDbType.Text, answer => answer.Answer(now)),
            RowArrays.Parameter(now),
            RowArrays.Column(earlier, NpgsqlDbType.Text, one => one.Key.Subaccount.Value),
            RowArrays.Column(earlier, NpgsqlDbType.Text, one => one.Key.Key),
            RowArrays.Column(earlier, NpgsqlDbType.Text, one => one.Earlier)));
        var taken = new HashSet<(string, string)>();
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            taken.Add((reader.GetString(0), reader.GetString(1)));
        return asked.Where(answer => taken.Contains((answer.Key.Subaccount.Value, answer.Key.Key))).ToHashSet();
    }

    /// <summary>What a key stands for. It is known a little longer than it is kept from being taken, so that one that is taken is always known.</summary>
    public async Task<KnownKey> FindAsync(RequestKey key, CancellationToken cancellationToken)
    {
        // The usual form first: an earlier one of the same key is asked for only where that is not there.
        await using var command = data.CreateCommand(
            """
            SELECT fingerprint, answer FROM idempotency_keys
            WHERE subaccount_id = $1 AND answer IS NOT NULL AND claimed_at >= orchestrator_now() - interval '24 hours 1 minute'
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
            ? new KnownKey.Answered(reader.GetString(1))
            : new KnownKey.Other();
    }
}
