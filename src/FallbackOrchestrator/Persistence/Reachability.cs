using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Secrets;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Who is not on which channel (rule S14), and who wants no messages there. People are stored as hashes with a key of the database
/// (HMAC-SHA256), so that nobody can try all numbers against a copy of the table alone. The key never changes: without it, nothing that
/// was stored could be found again.
/// </summary>
internal sealed partial class Reachability(
    NpgsqlDataSource data, StoredSecrets secrets, TimeProvider time, ILogger<Reachability> logger)
{
    private const string KeyKind = "recipient_hash_key";
    private const string KeyOwner = "1";
    private const int KeyBytes = 32;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private byte[]? _key;
    private long? _unreadableAt;

    /// <summary>
    /// What stands for a person on a channel, in the table and in <see cref="StepMemory"/>. It is made of the address that the channel uses.
    /// A user id means something to one account only, and so does reachability by RCS, which depends on where an agent was launched.
    /// </summary>
    /// <returns>Null if the key cannot be read: then nothing is remembered.</returns>
    public async ValueTask<string?> HashAsync(
        Recipient recipient, Channel channel, ChannelAccountId account, CancellationToken cancellationToken)
    {
        if (_unreadableAt is { } at && time.GetElapsedTime(at) < Pause)
            return null;
        if ((_key ??= await ReadKeyAsync(cancellationToken)) is not { } key)
            return null;
        var number = channel.TakesNumber ? recipient.Msisdn : null;
        var address = number is { } msisdn ? $"msisdn {msisdn.Value}" : $"user {recipient.ChannelUserId}";
        var scope = number is null || channel == Channel.Rcs ? $" of {account.Value}" : "";
        return Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(address + scope)));
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

    /// <summary>Forgets that a person wants no more messages of a subaccount on channels.</summary>
    /// <param name="subaccount">The subaccount.</param>
    /// <param name="people">What stands for the person on each of the channels.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    public async Task ForgetOptOutsAsync(
        SubaccountId subaccount, IReadOnlyCollection<(string Recipient, ChannelName Channel)> people, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(
            """
            DELETE FROM reachability
            WHERE subaccount_id = $1 AND reason = $2 AND (recipient, channel) IN (SELECT * FROM unnest($3, $4))
            """);
        command.Parameters.Add(RowArrays.Parameter(subaccount.Value));
        command.Parameters.Add(RowArrays.Parameter(EnumText.Of(UnreachableReason.OptedOut)));
        command.Parameters.Add(RowArrays.Parameter(people.Select(one => Convert.FromBase64String(one.Recipient)).ToArray()));
        command.Parameters.Add(RowArrays.Parameter(people.Select(one => one.Channel.Value).ToArray()));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The first replica that needs the key makes it. It is encrypted if secrets can be.
    private async Task<byte[]?> ReadKeyAsync(CancellationToken cancellationToken)
    {
        var made = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));
        await using (var insert = data.CreateCommand(
            "INSERT INTO recipient_hash_key (id, key) VALUES (1, $1) ON CONFLICT (id) DO NOTHING"))
        {
            insert.Parameters.Add(RowArrays.Parameter(secrets.WhyNot is null ? secrets.Protect(KeyKind, KeyOwner, made) : made));
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
        // A statement of its own: it sees the key of a replica that was faster.
        await using var select = data.CreateCommand("SELECT key FROM recipient_hash_key WHERE id = 1");
        var stored = (string)(await select.ExecuteScalarAsync(cancellationToken))!;
        try
        {
            return Convert.FromBase64String(secrets.Read(KeyKind, KeyOwner, stored));
        }
        catch (UnreadableSecretException unreadable)
        {
            _unreadableAt = time.GetTimestamp();
            LogUnreadable(unreadable.Message);
            return null;
        }
    }

    [LoggerMessage(1301, LogLevel.Error, "The key of the table reachability cannot be read: nothing is remembered of who is not on a channel, "
        + "or wants no messages there ({Reason})")]
    private partial void LogUnreadable(string reason);
}
