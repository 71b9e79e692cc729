using FallbackOrchestrator.Messages;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>What became of a request's <c>Idempotency-Key</c>. A closed set.</summary>
public abstract record KeyClaim
{
    private KeyClaim() { }

    /// <summary>The key is new: the request is to be done, and its answer kept.</summary>
    public sealed record Taken(ClaimedKey Key) : KeyClaim;

    /// <summary>The same request was answered before; this is the answer.</summary>
    public sealed record Answered(string Answer) : KeyClaim;

    /// <summary>The same request is being done now.</summary>
    public sealed record Running : KeyClaim;

    /// <summary>The key stands for another request.</summary>
    public sealed record Other : KeyClaim;
}

/// <summary>A claimed key.</summary>
/// <param name="Subaccount">Whose key it is.</param>
/// <param name="Key">The key.</param>
/// <param name="At">When it was claimed: the token without which the claim is somebody else's.</param>
public sealed record ClaimedKey(SubaccountId Subaccount, string Key, DateTimeOffset At);

/// <summary>The answer to be kept under a key, in the transaction that stores what the request asked for.</summary>
/// <param name="Key">The claim.</param>
/// <param name="Answer">Makes the answer of the decision's time.</param>
public sealed record AnswerToKeep(ClaimedKey Key, Func<DateTimeOffset, string> Answer);

/// <summary>The claim of an idempotency key was lost to a later request, which took it for dead; nothing was stored.</summary>
public sealed class KeyLostException() : Exception("the claim of an idempotency key was lost to a later request");

/// <summary>
/// Idempotency keys: the same key and request get the same answer for 24 hours. A key is claimed before the request is done, and its answer is
/// written in the very transaction that stores the messages, so that neither can be without the other.
/// </summary>
public sealed class IdempotencyKeys(NpgsqlDataSource data)
{
    /// <summary>Claims a key. A claim whose replica died is free again after a minute.</summary>
    /// <param name="subaccount">Whose key it is; keys of other subaccounts are other keys.</param>
    /// <param name="key">The key.</param>
    /// <param name="fingerprint">A hash of the request.</param>
    /// <param name="cancelled">Cancels the claim.</param>
    public async Task<KeyClaim> ClaimAsync(SubaccountId subaccount, string key, byte[] fingerprint, CancellationToken cancelled)
    {
        await using var claim = data.CreateCommand(
            """
            INSERT INTO idempotency_keys AS k (subaccount_id, key, fingerprint, claimed_at)
            VALUES ($1, $2, $3, orchestrator_now())
            ON CONFLICT (subaccount_id, key) DO UPDATE
            SET fingerprint = EXCLUDED.fingerprint, claimed_at = EXCLUDED.claimed_at, answer = NULL
            WHERE k.claimed_at < EXCLUDED.claimed_at - CASE WHEN k.answer IS NULL THEN interval '1 minute' ELSE interval '24 hours' END
            RETURNING claimed_at
            """);
        AddKey(claim, subaccount, key);
        claim.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = fingerprint });
        await using (var taken = await claim.ExecuteReaderAsync(cancelled))
        {
            if (await taken.ReadAsync(cancelled))
                return new KeyClaim.Taken(new ClaimedKey(subaccount, key, taken.GetFieldValue<DateTimeOffset>(0)));
        }

        await using var look = data.CreateCommand("SELECT fingerprint, answer FROM idempotency_keys WHERE subaccount_id = $1 AND key = $2");
        AddKey(look, subaccount, key);
        await using var reader = await look.ExecuteReaderAsync(cancelled);
        if (!await reader.ReadAsync(cancelled))
            return new KeyClaim.Running(); // It was given up this moment; the next try will take it.
        if (!reader.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(fingerprint))
            return new KeyClaim.Other();
        return reader.IsDBNull(1) ? new KeyClaim.Running() : new KeyClaim.Answered(reader.GetString(1));
    }

    /// <summary>Gives a claimed key up: the request was refused, and nothing is kept of it.</summary>
    public async Task GiveUpAsync(ClaimedKey claimed)
    {
        await using var command = data.CreateCommand(
            "DELETE FROM idempotency_keys WHERE subaccount_id = $1 AND key = $2 AND claimed_at = $3 AND answer IS NULL");
        AddKey(command, claimed.Subaccount, claimed.Key);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = claimed.At });
        await command.ExecuteNonQueryAsync();
    }

    private static void AddKey(NpgsqlCommand command, SubaccountId subaccount, string key)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subaccount.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
    }
}
