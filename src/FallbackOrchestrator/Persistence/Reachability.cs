using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Secrets;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Who is not on which channel (rule S14). People are stored as hashes with a key of the database (HMAC-SHA256), so that nobody can try
/// all numbers against a copy of the table alone.
/// </summary>
internal sealed class Reachability(NpgsqlDataSource data, StoredSecrets secrets)
{
    private const string KeyKind = "recipient_hash_key";
    private const string KeyOwner = "1";
    private const int KeyBytes = 32;

    private byte[]? _key;

    /// <summary>What stands for a person in the table and in <see cref="StepMemory"/>.</summary>
    public async ValueTask<string> HashAsync(Recipient recipient, CancellationToken cancellationToken)
    {
        var key = _key ??= await ReadKeyAsync(cancellationToken);
        var address = recipient.Msisdn is { } msisdn ? $"msisdn {msisdn.Value}" : $"user {recipient.ChannelUserId}";
        return Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(address)));
    }

    /// <summary>The channels on which people are not to be called, and why.</summary>
    /// <param name="subaccount">The subaccount that remembers it.</param>
    /// <param name="recipients">The people, as hashes.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<ILookup<string, UnreachableOn>> FindAsync(
        SubaccountId subaccount, IReadOnlyCollection<string> recipients, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(
            """
            SELECT recipient, channel, reason, until FROM reachability
            WHERE subaccount_id = $1 AND recipient = ANY($2) AND (until IS NULL OR until > orchestrator_now())
            """);
        command.Parameters.Add(RowArrays.Parameter(subaccount.Value));
        command.Parameters.Add(RowArrays.Parameter(recipients.Select(Convert.FromBase64String).ToArray()));
        var found = new List<(string Recipient, UnreachableOn Memory)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add((
                Convert.ToBase64String(reader.GetFieldValue<byte[]>(0)),
                new UnreachableOn(
                    new ChannelName(reader.GetString(1)), EnumText.Parse<UnreachableReason>(reader.GetString(2)),
                    reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3))));
        }
        return found.ToLookup(row => row.Recipient, row => row.Memory);
    }

    /// <summary>Records that a person wants no more messages of a subaccount on a channel, or wants them again.</summary>
    /// <param name="connection">The connection, in the transaction that stores the message that says so.</param>
    /// <param name="subaccount">The subaccount.</param>
    /// <param name="recipient">The person, as a hash.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="isOut">False if it takes an earlier wish back.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    public static async Task NoteOptOutAsync(
        NpgsqlConnection connection, SubaccountId subaccount, string recipient, ChannelName channel, bool isOut,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            isOut
                ? """
                  INSERT INTO reachability (subaccount_id, recipient, channel, reason) VALUES ($1, $2, $3, $4)
                  ON CONFLICT (subaccount_id, recipient, channel, reason) DO NOTHING
                  """
                : "DELETE FROM reachability WHERE subaccount_id = $1 AND recipient = $2 AND channel = $3 AND reason = $4",
            connection);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            RowArrays.Parameter(subaccount.Value), RowArrays.Parameter(Convert.FromBase64String(recipient)),
            RowArrays.Parameter(channel.Value), RowArrays.Parameter(EnumText.Of(UnreachableReason.OptedOut)),
        });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The first replica that needs the key makes it. It is encrypted if secrets can be; a key that cannot be read any more is replaced, and
    // everything is forgotten.
    private async Task<byte[]> ReadKeyAsync(CancellationToken cancellationToken)
    {
        var made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));
        var written = secrets.WhyNot is null ? secrets.Protect(KeyKind, KeyOwner, made) : made;
        var stored = await StoredKeyAsync(written, replaces: false, cancellationToken);
        try
        {
            return Convert.FromBase64String(secrets.Read(KeyKind, KeyOwner, stored));
        }
        catch (UnreadableSecretException) when (secrets.WhyNot is null)
        {
            await StoredKeyAsync(written, replaces: true, cancellationToken);
            return Convert.FromBase64String(made);
        }
    }

    private async Task<string> StoredKeyAsync(string made, bool replaces, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(
            """
            WITH made AS (
                INSERT INTO recipient_hash_key (id, key) VALUES (1, $1)
                ON CONFLICT (id) DO UPDATE SET key = EXCLUDED.key WHERE $2 RETURNING key)
            SELECT key FROM made UNION ALL SELECT key FROM recipient_hash_key WHERE NOT $2 LIMIT 1
            """);
        command.Parameters.Add(RowArrays.Parameter(made));
        command.Parameters.Add(RowArrays.Parameter(replaces));
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
