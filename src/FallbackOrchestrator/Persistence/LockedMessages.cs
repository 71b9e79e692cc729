using System.Collections.Immutable;
using FallbackOrchestrator.Messages;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>A message with whom it is for and whom it is told to: what the door needs to decide, to hand over and to tell.</summary>
/// <param name="Message">The message.</param>
/// <param name="Recipient">Whom it is for.</param>
/// <param name="ClientMessageId">The customer's own id for it.</param>
/// <param name="ReceiptUrl">Where its receipts go instead of to the customer's webhook.</param>
/// <param name="Batch">The batch that it came in.</param>
public sealed record StoredMessage(Message Message, Recipient Recipient, string? ClientMessageId, Uri? ReceiptUrl, Batch? Batch);

/// <summary>The clock of decisions, read after the rows were locked, the latest outage of ours, and the transaction's id.</summary>
public sealed record DecisionTime(DateTimeOffset Now, OutageGrace? Grace, ulong TransactionId);

/// <summary>Locks message rows and loads their messages. The lock is held until the transaction ends.</summary>
internal static class LockedMessages
{
    private const string MessageColumns =
        """
        id, subaccount_id, msisdn, channel_user_id, steps, created_at, scheduled_at, expires_at, may_resend, state, outcome, stopped_as,
        provisional_until, completion, completed_at, succeeded_step, duplicate_delivery, timeline_length, due_at, client_message_id, receipt_url,
        batch_id, client_batch_id, priority
        """;

    // The ids' bounds let the planner visit only the partitions that hold them, whatever plan it made.
    private const string LockById =
        $"SELECT {MessageColumns} FROM messages WHERE id = ANY($1) AND id BETWEEN $2 AND $3 ORDER BY id FOR UPDATE";

    private const string LockDue =
        $"""
        SELECT {MessageColumns} FROM messages
        WHERE due_at <= (SELECT orchestrator_now()) AND id >= $1 AND id <> ALL($3)
        ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
        """;

    // Attempts are locked first, so that replicas take different ones; and the message of a locked attempt may still be busy elsewhere.
    // Each subaccount has its share, so that nobody waits behind all of another's.
    private const string LockQueued =
        $"""
        WITH queued AS MATERIALIZED (
            SELECT a.message_id
            FROM unnest($5) WITH ORDINALITY AS turn(subaccount_id, place)
            CROSS JOIN LATERAL (
                SELECT message_id FROM attempts
                WHERE account_id = $1 AND priority = $6 AND subaccount_id = turn.subaccount_id
                    AND dispatch_at <= (SELECT orchestrator_now()) AND message_id >= $2 AND message_id <> ALL($4)
                ORDER BY dispatch_at, message_id LIMIT $7
                FOR UPDATE SKIP LOCKED) AS a
            LIMIT $3)
        SELECT {MessageColumns} FROM messages
        WHERE id = ANY(ARRAY(SELECT message_id FROM queued))
            AND id >= (SELECT message_id FROM queued ORDER BY message_id LIMIT 1)
            AND id <= (SELECT message_id FROM queued ORDER BY message_id DESC LIMIT 1)
        ORDER BY id FOR UPDATE SKIP LOCKED
        """;

    // Both kinds of claims, without a lock and without reading what might be unreadable.
    private const string Claimable =
        """
        (SELECT id FROM messages WHERE due_at <= (SELECT orchestrator_now()) AND id >= $1 ORDER BY due_at LIMIT $2)
        UNION
        (SELECT message_id FROM attempts WHERE dispatch_at <= (SELECT orchestrator_now()) AND message_id >= $1 ORDER BY dispatch_at LIMIT $2)
        """;

    private const string LoadAttempts =
        """
        SELECT message_id, step, handover, queued_at, dispatch_at, epoch, lease_until, leased_at, first_call_at, deferrals, breaks, unknown,
               resend, resend_epoch, left_by, heard, failure, obstacle, provider_ids, stands_since
        FROM attempts WHERE message_id = ANY($1) AND message_id BETWEEN $2 AND $3 ORDER BY message_id, step
        """;

    private const string ReadClock =
        """
        SELECT clock.now, h.silent_from, h.silent_until, h.beat_at, pg_current_xact_id()
        FROM (SELECT orchestrator_now() AS now) AS clock LEFT JOIN heartbeat h ON h.id = 1
        """;

    /// <summary>Locks these messages, waiting for whoever holds them; those that do not exist are left out.</summary>
    public static Task<Dictionary<Umid, StoredMessage>> ByIdAsync(NpgsqlConnection connection, IReadOnlyCollection<Umid> ids, CancellationToken cancelled)
    {
        if (ids.Count == 0)
            return Task.FromResult(new Dictionary<Umid, StoredMessage>());
        var (array, least, most) = Bounds(ids);
        return ReadAsync(connection, LockById, [Ids(array), Id(least), Id(most)], cancelled);
    }

    /// <summary>Claims messages whose time has come, at most <paramref name="most"/>; those that another holds are left to it.</summary>
    /// <param name="connection">The open connection, in its transaction.</param>
    /// <param name="oldest">The oldest id that can still be pending.</param>
    /// <param name="most">How many.</param>
    /// <param name="without">Messages to leave alone.</param>
    /// <param name="cancelled">Cancels the query.</param>
    public static Task<Dictionary<Umid, StoredMessage>> DueAsync(
        NpgsqlConnection connection, Umid oldest, int most, Guid[] without, CancellationToken cancelled) =>
        ReadAsync(connection, LockDue, [Id(oldest.Value), new NpgsqlParameter<int> { TypedValue = most }, Ids(without)], cancelled);

    /// <summary>Claims messages whose attempt waits to be handed to an account: of each subaccount its share, the longest waiting first.</summary>
    public static Task<Dictionary<Umid, StoredMessage>> QueuedAsync(
        NpgsqlConnection connection, Turn turn, Umid oldest, Guid[] without, CancellationToken cancelled) =>
        ReadAsync(
            connection,
            LockQueued,
            [
                new NpgsqlParameter<string> { TypedValue = turn.Queue.Account.Value },
                Id(oldest.Value),
                new NpgsqlParameter<int> { TypedValue = turn.Most },
                Ids(without),
                new NpgsqlParameter<string[]> { TypedValue = [.. turn.Subaccounts.Select(subaccount => subaccount.Value)] },
                new NpgsqlParameter<string> { TypedValue = EnumText.Of(turn.Queue.Priority) },
                new NpgsqlParameter<int> { TypedValue = turn.Share },
            ],
            cancelled);

    /// <summary>The ids of what could be claimed, for when a claim has failed and nobody knows by which message.</summary>
    public static async Task<IReadOnlyList<Umid>> ClaimableAsync(NpgsqlDataSource data, Umid oldest, int most, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand(Claimable);
        command.Parameters.AddRange(new[] { Id(oldest.Value), new NpgsqlParameter<int> { TypedValue = most } });
        var ids = new List<Umid>();
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
            ids.Add(new Umid(reader.GetGuid(0)));
        return ids;
    }

    private static async Task<Dictionary<Umid, StoredMessage>> ReadAsync(
        NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken cancelled)
    {
        var messages = new Dictionary<Umid, StoredMessage>();
        await using (var command = new NpgsqlCommand(sql, connection))
        {
            command.Parameters.AddRange(parameters);
            await using var reader = await command.ExecuteReaderAsync(cancelled);
            while (await reader.ReadAsync(cancelled))
            {
                var stored = ReadMessage(reader);
                messages.Add(stored.Message.Umid, stored);
            }
        }
        if (messages.Count > 0)
            await AddAttemptsAsync(connection, messages, cancelled);
        return messages;
    }

    private static async Task AddAttemptsAsync(
        NpgsqlConnection connection, Dictionary<Umid, StoredMessage> messages, CancellationToken cancelled)
    {
        var (array, least, most) = Bounds(messages.Keys);
        await using var command = new NpgsqlCommand(LoadAttempts, connection);
        command.Parameters.AddRange(new[] { Ids(array), Id(least), Id(most) });
        var attempts = new Dictionary<Umid, ImmutableArray<Attempt>.Builder>();
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        while (await reader.ReadAsync(cancelled))
        {
            var umid = new Umid(reader.GetGuid(0));
            if (!attempts.TryGetValue(umid, out var builder))
                attempts.Add(umid, builder = ImmutableArray.CreateBuilder<Attempt>());
            builder.Add(ReadAttempt(reader));
        }
        foreach (var (umid, builder) in attempts)
            messages[umid] = messages[umid] with { Message = messages[umid].Message with { Attempts = builder.ToImmutable() } };
    }

    /// <summary>Reads the clock of decisions; call it after the locks.</summary>
    public static async Task<DecisionTime> ReadTimeAsync(NpgsqlConnection connection, CancellationToken cancelled)
    {
        await using var command = new NpgsqlCommand(ReadClock, connection);
        await using var reader = await command.ExecuteReaderAsync(cancelled);
        await reader.ReadAsync(cancelled);
        var now = Time(reader, 0);
        // A silence that no beat has noticed yet counts as well: after the database was away, deadlines are looked at before the next beat.
        var grace = reader.IsDBNull(3) ? null : OutageGrace.After(Time(reader, 3), now);
        if (grace is null && !reader.IsDBNull(1) && !reader.IsDBNull(2))
            grace = OutageGrace.After(Time(reader, 1), Time(reader, 2));
        return new DecisionTime(now, grace, reader.GetFieldValue<ulong>(4));
    }

    private static StoredMessage ReadMessage(NpgsqlDataReader reader) => new(
        new Message
        {
            Umid = new Umid(reader.GetGuid(0)),
            Subaccount = new SubaccountId(reader.GetString(1)),
            Sequence = RowJson.Sequence(reader.GetString(4)),
            CreatedAt = Time(reader, 5),
            ScheduledAt = TimeOrNull(reader, 6),
            ExpiresAt = TimeOrNull(reader, 7),
            MayResend = reader.GetBoolean(8),
            State = EnumText.Parse<MessageState>(reader.GetString(9)),
            Outcome = reader.IsDBNull(10) ? null : EnumText.Parse<Outcome>(reader.GetString(10)),
            StoppedAs = reader.IsDBNull(11) ? null : EnumText.Parse<Outcome>(reader.GetString(11)),
            ProvisionalUntil = TimeOrNull(reader, 12),
            Completion = reader.GetInt32(13),
            CompletedAt = TimeOrNull(reader, 14),
            SucceededStep = reader.IsDBNull(15) ? null : reader.GetInt32(15),
            DuplicateDelivery = reader.GetBoolean(16),
            TimelineLength = reader.GetInt32(17),
            DueAt = TimeOrNull(reader, 18),
            Priority = EnumText.Parse<Priority>(reader.GetString(23)),
        },
        new Recipient(
            reader.IsDBNull(2) ? null : Msisdn.Stored(reader.GetString(2)),
            reader.IsDBNull(3) ? null : reader.GetString(3)),
        reader.IsDBNull(19) ? null : reader.GetString(19),
        reader.IsDBNull(20) ? null : new Uri(reader.GetString(20)),
        reader.IsDBNull(21) ? null : new Batch(reader.GetGuid(21), reader.IsDBNull(22) ? null : reader.GetString(22)));

    private static Attempt ReadAttempt(NpgsqlDataReader reader) => new()
    {
        Step = reader.GetInt32(1),
        Handover = EnumText.Parse<HandoverState>(reader.GetString(2)),
        QueuedAt = Time(reader, 3),
        DispatchAt = TimeOrNull(reader, 4),
        Epoch = reader.GetInt32(5),
        LeaseUntil = TimeOrNull(reader, 6),
        LeasedAt = TimeOrNull(reader, 7),
        FirstCallAt = TimeOrNull(reader, 8),
        Deferrals = reader.GetInt32(9),
        Breaks = reader.GetInt32(10),
        Unknown = reader.GetBoolean(11),
        Resend = EnumText.Parse<ResendState>(reader.GetString(12)),
        ResendEpoch = reader.IsDBNull(13) ? null : reader.GetInt32(13),
        Left = EnumText.Parse<LeftBy>(reader.GetString(14)),
        Heard = EnumText.Parse<Word>(reader.GetString(15)),
        Failure = RowJson.Failure(reader.IsDBNull(16) ? null : reader.GetString(16)),
        Obstacle = RowJson.Error(reader.IsDBNull(17) ? null : reader.GetString(17)),
        ProviderIds = [.. reader.GetFieldValue<string[]>(18)],
        StandsSince = TimeOrNull(reader, 19),
    };

    private static DateTimeOffset Time(NpgsqlDataReader reader, int column) => reader.GetFieldValue<DateTimeOffset>(column);

    private static DateTimeOffset? TimeOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : Time(reader, column);

    internal static (Guid[] Ids, Guid Least, Guid Most) Bounds(IReadOnlyCollection<Umid> ids)
    {
        var array = ids.Select(id => id.Value).ToArray();
        return (array, array.Min(), array.Max());
    }

    internal static NpgsqlParameter Ids(Guid[] ids) => new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    internal static NpgsqlParameter Id(Guid id) => new NpgsqlParameter<Guid> { TypedValue = id };
}
