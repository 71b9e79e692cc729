using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Maps;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>Reads stored messages with their attempts.</summary>
internal static class MessageReader
{
    private static readonly string FindMessage =
        $"SELECT {MessageMap.New.Names()} FROM messages WHERE id = $1 AND subaccount_id = $2";

    private static readonly string FindAttempts = $"SELECT {AttemptMap.Rows.Names()} FROM attempts WHERE message_id = $1";

    private static readonly string FindAttemptsOfMany =
        $"""
        SELECT {AttemptMap.Rows.Names()}, channel FROM attempts
        WHERE message_id = ANY($1) AND message_id BETWEEN $2 AND $3 ORDER BY step
        """;

    /// <summary>A subaccount's message; null if it has none of this id.</summary>
    public static async Task<StoredMessage?> FindAsync(
        NpgsqlConnection connection, Umid umid, SubaccountId subaccount, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(RowArrays.Command(FindMessage, RowArrays.Parameter(umid.Value), RowArrays.Parameter(subaccount.Value)));
        batch.BatchCommands.Add(RowArrays.Command(FindAttempts, RowArrays.Parameter(umid.Value)));
        var found = new Dictionary<Umid, StoredMessage>(1);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await AddMessagesAsync(reader, found, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await AddAttemptsAsync(reader, found, cancellationToken);
        return found.GetValueOrDefault(umid);
    }

    /// <summary>The attempts of messages with their channels, in the order of their steps.</summary>
    public static async Task<ILookup<Umid, ChannelAttempt>> AttemptsAsync(
        NpgsqlConnection connection, Guid[] ids, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(FindAttemptsOfMany, connection);
        command.Parameters.AddRange(LockedMessages.Bounded(ids));
        var attempts = new List<(Umid Umid, ChannelAttempt Attempt)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var channel = new ChannelName(reader.GetString(reader.FieldCount - 1));
            attempts.Add((AttemptMap.MessageOf(reader), new ChannelAttempt(channel, AttemptMap.Read(reader))));
        }
        return attempts.ToLookup(one => one.Umid, one => one.Attempt);
    }

    /// <summary>Adds the messages of a result, without their attempts.</summary>
    public static async Task AddMessagesAsync(
        NpgsqlDataReader reader, Dictionary<Umid, StoredMessage> messages, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken))
        {
            var stored = MessageMap.Read(reader);
            messages.Add(stored.Message.Umid, stored);
        }
    }

    /// <summary>Adds the attempts of a result to their messages; attempts of other messages are skipped.</summary>
    public static async Task AddAttemptsAsync(
        NpgsqlDataReader reader, Dictionary<Umid, StoredMessage> messages, CancellationToken cancellationToken)
    {
        var attempts = new Dictionary<Umid, ImmutableArray<Attempt>.Builder>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var umid = AttemptMap.MessageOf(reader);
            if (!attempts.TryGetValue(umid, out var builder))
                attempts.Add(umid, builder = ImmutableArray.CreateBuilder<Attempt>());
            builder.Add(AttemptMap.Read(reader));
        }
        foreach (var (umid, builder) in attempts)
        {
            builder.Sort((one, other) => one.Step - other.Step);
            if (messages.TryGetValue(umid, out var stored))
                messages[umid] = stored with { Message = stored.Message with { Attempts = builder.ToImmutable() } };
        }
    }

    /// <summary>A time of the current row.</summary>
    internal static DateTimeOffset Time(NpgsqlDataReader reader, int column) => reader.GetFieldValue<DateTimeOffset>(column);
}
