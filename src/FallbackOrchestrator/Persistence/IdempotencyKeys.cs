using FallbackOrchestrator.Messages;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>What a request's <c>Idempotency-Key</c> stands for. A closed set.</summary>
public abstract record KnownKey
{
    private KnownKey() { }

    /// <summary>Unknown: no request with it was done in the last 24 hours.</summary>
    public sealed record Unknown : KnownKey;

    /// <summary>The same request; this is its answer.</summary>
    public sealed record Answered(string Answer) : KnownKey;

    /// <summary>Another request.</summary>
    public sealed record Other : KnownKey;
}

/// <summary>A key, and the request that it is to stand for.</summary>
/// <param name="Subaccount">Whose key it is; keys of other subaccounts are other keys.</param>
/// <param name="Key">The key.</param>
/// <param name="Fingerprint">A hash of the request.</param>
public sealed record RequestKey(SubaccountId Subaccount, string Key, byte[] Fingerprint);

/// <summary>The answer to be kept under a key, in the transaction that stores what the request asked for.</summary>
/// <param name="Key">The key.</param>
/// <param name="Answer">Makes the answer of the decision's time.</param>
public sealed record AnswerToKeep(RequestKey Key, Func<DateTimeOffset, string> Answer);

/// <summary>An idempotency key stands for a request already; nothing was stored.</summary>
public sealed class KeyTakenException() : Exception("the idempotency key stands for a request already");

/// <summary>
/// Idempotency keys: the same key and request get the same answer for 24 hours. A key is taken, with its answer, in the very transaction that
/// stores the messages, so that neither can be without the other; who comes second waits for that transaction to end.
/// </summary>
public sealed class IdempotencyKeys(NpgsqlDataSource data)
{
    // In the order of the keys: groups that want the same ones wait for each other in one direction only.
    private static readonly string _take =
        $"""
        INSERT INTO idempotency_keys AS k (subaccount_id, key, fingerprint, claimed_at, answer)
        SELECT subaccount_id, key, fingerprint, $5, answer FROM (SELECT {RowArrays.Rows("subaccount_id, key, fingerprint, answer")}) AS u
        ON CONFLICT (subaccount_id, key) DO UPDATE
        SET fingerprint = EXCLUDED.fingerprint, claimed_at = EXCLUDED.claimed_at, answer = EXCLUDED.answer
        WHERE k.answer IS NULL OR k.claimed_at < EXCLUDED.claimed_at - interval '24 hours'
        RETURNING subaccount_id, key
        """;

    /// <summary>Takes keys, each only once; answers those that stand for these requests now.</summary>
    /// <param name="connection">The connection, in the transaction that stores what was asked for.</param>
    /// <param name="answers">The keys and their answers.</param>
    /// <param name="now">The clock of the decisions.</param>
    public static async Task<IReadOnlySet<AnswerToKeep>> TakeAsync(
        NpgsqlConnection connection, IEnumerable<AnswerToKeep> answers, DateTimeOffset now)
    {
        var asked = answers
            .DistinctBy(answer => (answer.Key.Subaccount, answer.Key.Key))
            .OrderBy(answer => answer.Key.Subaccount.Value, StringComparer.Ordinal)
            .ThenBy(answer => answer.Key.Key, StringComparer.Ordinal)
            .ToList();
        if (asked.Count == 0)
            return new HashSet<AnswerToKeep>();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(RowArrays.Command(
            _take,
            RowArrays.Of(asked, NpgsqlDbType.Text, answer => answer.Key.Subaccount.Value),
            RowArrays.Of(asked, NpgsqlDbType.Text, answer => answer.Key.Key),
            RowArrays.Of(asked, NpgsqlDbType.Bytea, answer => answer.Key.Fingerprint),
            RowArrays.Of(asked, NpgsqlDbType.Text, answer => answer.Answer(now)),
            RowArrays.One(now)));
        var taken = new HashSet<(string, string)>();
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            taken.Add((reader.GetString(0), reader.GetString(1)));
        return asked.Where(answer => taken.Contains((answer.Key.Subaccount.Value, answer.Key.Key))).ToHashSet();
    }

    /// <summary>What a key stands for. It is known a little longer than it is kept from being taken, so that one that is taken is always known.</summary>
    public async Task<KnownKey> FindAsync(RequestKey key, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand(
            """
            SELECT fingerprint, answer FROM idempotency_keys
            WHERE subaccount_id = $1 AND key = $2 AND answer IS NOT NULL AND claimed_at >= orchestrator_now() - interval '24 hours 1 minute'
            """);
        command.Parameters.AddRange(new NpgsqlParameter[] { RowArrays.One(key.Subaccount.Value), RowArrays.One(key.Key) });
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        if (!await reader.ReadAsync(cancelled))
            return new KnownKey.Unknown();
        return reader.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(key.Fingerprint)
            ? new KnownKey.Answered(reader.GetString(1))
            : new KnownKey.Other();
    }
}
