using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Maps;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>Locks message rows and loads their messages. The lock is held until the transaction ends.</summary>
internal static class LockedMessages
{
    private static readonly string MessageColumns = MessageMap.New.Names();

    private static readonly string AttemptColumns = AttemptMap.Rows.Names();

    // One lookup for each id, in its order, whatever the planner thinks of the table: an = ANY in place of the lookups was planned as a scan of
    // everything between the bounds. The bounds ($2, $3) are for ids of other days, where no partition is named: they leave only the partitions between.
    private static string LockById(string day) =>
        $"""
        SELECT m.* FROM unnest($1) AS asked(id)
        CROSS JOIN LATERAL (
            SELECT {MessageColumns} FROM messages{day} WHERE id = asked.id AND id BETWEEN $2 AND $3 FOR UPDATE) AS m
        """;

    // OFFSET 0 keeps the planner from turning the lookups into a join.
    private static string LoadAttempts(string day) =>
        $"""
        SELECT a.* FROM unnest($1) AS asked(id)
        CROSS JOIN LATERAL (
            SELECT {AttemptColumns} FROM attempts{day} WHERE message_id = asked.id AND message_id BETWEEN $2 AND $3 OFFSET 0) AS a
        """;

    // Due by time alone. $1 the oldest id that can be pending, $2 how many at most, $3 messages to leave alone.
    private static readonly string LockDue =
        $"""
        SELECT {MessageColumns} FROM messages
        WHERE due_at <= (SELECT orchestrator_now()) AND id >= $1 AND id <> ALL($3)
        ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED
        """;

    // Waiting in the queue of a channel account ($1) and priority ($6). $2 the oldest id that can be pending, $3 how many at most, $4 messages to leave
    // alone, $5 the subaccounts in the order in which they are served, $7 the share of each: no customer waits behind all messages of another.
    // The attempts are locked first, so that replicas take different ones; the message of a locked attempt may still be locked elsewhere, and is skipped.
    private static readonly string LockQueued =
        $"""
        WITH queued AS MATERIALIZED (
            SELECT share.message_id
            FROM unnest($5) WITH ORDINALITY AS served(subaccount_id, position)
            CROSS JOIN LATERAL (
                SELECT message_id FROM attempts
                WHERE channel_account_id = $1 AND priority = $6 AND subaccount_id = served.subaccount_id
                    AND dispatch_at <= (SELECT orchestrator_now()) AND message_id >= $2 AND message_id <> ALL($4)
                ORDER BY dispatch_at, message_id LIMIT $7
                FOR UPDATE SKIP LOCKED) AS share
            LIMIT $3)
        SELECT {MessageColumns} FROM messages
        WHERE id = ANY(ARRAY(SELECT message_id FROM queued))
            AND id >= (SELECT message_id FROM queued ORDER BY message_id LIMIT 1)
            AND id <= (SELECT message_id FROM queued ORDER BY message_id DESC LIMIT 1)
        ORDER BY id FOR UPDATE SKIP LOCKED
        """;

    // Waiting for a channel account ($1) that no replica has. $2 the oldest id that can be pending, $3 how many at most, $4 messages to leave alone.
    // An attempt that was called before ends when its retries end, so it is not claimed here; a pending resend has no such limit.
    private static readonly string LockMissing =
        $"""
        SELECT {MessageColumns} FROM messages
        WHERE id >= $2 AND id = ANY(ARRAY(
            SELECT message_id FROM attempts
            WHERE channel_account_id = $1 AND dispatch_at <= (SELECT orchestrator_now()) AND (first_call_at IS NULL OR resend = 'pending')
                AND message_id >= $2 AND message_id <> ALL($4)
            ORDER BY dispatch_at LIMIT $3))
        ORDER BY id FOR UPDATE SKIP LOCKED
        """;

    // What the claims above would take, without locks and without reading what cannot be read. Parameters as in LockDue.
    private const string Claimable =
        """
        (SELECT id FROM messages WHERE due_at <= (SELECT orchestrator_now()) AND id >= $1 AND id <> ALL($3) ORDER BY due_at LIMIT $2)
        UNION
        (SELECT message_id FROM attempts
         WHERE dispatch_at <= (SELECT orchestrator_now()) AND message_id >= $1 AND message_id <> ALL($3) ORDER BY dispatch_at LIMIT $2)
        """;

    private const string ReadClock =
        """
        SELECT clock.now, h.silent_from, h.silent_until, h.beat_at, pg_current_xact_id()
        FROM (SELECT orchestrator_now() AS now) AS clock LEFT JOIN heartbeat h ON h.id = 1
        """;

    /// <summary>
    /// Locks these messages, waiting for whoever holds them; those that do not exist are left out. Takes the receipts with them that were parked
    /// for what is learned now. One round trip: each statement sees what was committed before it, and the clock is read last.
    /// </summary>
    /// <param name="connection">The open connection, in its transaction.</param>
    /// <param name="ids">The messages.</param>
    /// <param name="learned">The provider's ids that the facts at hand tell.</param>
    /// <param name="about">About what time it is; see <see cref="DayTables"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<LockedGroup> ByIdAsync(
        NpgsqlConnection connection,
        IReadOnlyCollection<Umid> ids,
        List<LearnedId> learned,
        DateTimeOffset about,
        CancellationToken cancellationToken)
    {
        // Sorted, so that groups that meet lock in one order, and none waits for the other.
        var days = DayTables.Split(ids.Select(id => id.Value).Order(), about);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var day in days)
            batch.BatchCommands.Add(RowArrays.Command(LockById(day.Suffix), Bounded(day.Ids)));
        foreach (var day in days)
            batch.BatchCommands.Add(RowArrays.Command(LoadAttempts(day.Suffix), Bounded(day.Ids)));
        if (learned.Count > 0)
            batch.BatchCommands.Add(ParkedReceipts.Take(learned));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ReadClock));

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var messages = new Dictionary<Umid, StoredMessage>(ids.Count);
        foreach (var _ in days)
        {
            await MessageReader.AddMessagesAsync(reader, messages, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
        }
        foreach (var _ in days)
        {
            await MessageReader.AddAttemptsAsync(reader, messages, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
        }
        IReadOnlyList<JoinedReceipt> parked = [];
        if (learned.Count > 0)
        {
            parked = await ParkedReceipts.TakenAsync(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
        }
        return new LockedGroup(messages, parked, await TimeAsync(reader, cancellationToken));
    }

    /// <summary>Claims messages whose time has come, at most <paramref name="most"/>; those that another holds are left to it.</summary>
    /// <param name="connection">The open connection, in its transaction.</param>
    /// <param name="oldest">The oldest id that can still be pending.</param>
    /// <param name="most">How many.</param>
    /// <param name="without">Messages to leave alone.</param>
    /// <param name="about">About what time it is; see <see cref="DayTables"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>Null if there are none.</returns>
    public static Task<LockedGroup?> DueAsync(
        NpgsqlConnection connection, Umid oldest, int most, Guid[] without, DateTimeOffset about, CancellationToken cancellationToken) =>
        ClaimAsync(connection, LockDue, [RowArrays.Parameter(oldest.Value), RowArrays.Parameter(most), RowArrays.Parameter(without)], about, cancellationToken);

    /// <summary>Claims messages whose attempt waits to be handed to an account: of each subaccount its share, the longest waiting first.</summary>
    /// <returns>Null if there are none.</returns>
    public static Task<LockedGroup?> QueuedAsync(
        NpgsqlConnection connection, QueueClaim turn, Umid oldest, Guid[] without, DateTimeOffset about, CancellationToken cancellationToken) =>
        ClaimAsync(
            connection,
            LockQueued,
            [
                RowArrays.Parameter(turn.Queue.Account.Value),
                RowArrays.Parameter(oldest.Value),
                RowArrays.Parameter(turn.Most),
                RowArrays.Parameter(without),
                RowArrays.Parameter<string[]>([.. turn.Subaccounts.Select(subaccount => subaccount.Value)]),
                RowArrays.Parameter(EnumText.Of(turn.Queue.Priority)),
                RowArrays.Parameter(turn.Share),
            ],
            about,
            cancellationToken);

    /// <summary>Claims messages whose attempt waits for an account that nobody has, as far as that was not said of it before.</summary>
    /// <returns>Null if there are none.</returns>
    public static Task<LockedGroup?> MissingAsync(
        NpgsqlConnection connection, ChannelAccountId account, Umid oldest, int most, Guid[] without, DateTimeOffset about, CancellationToken cancellationToken) =>
        ClaimAsync(
            connection,
            LockMissing,
            [RowArrays.Parameter(account.Value), RowArrays.Parameter(oldest.Value), RowArrays.Parameter(most), RowArrays.Parameter(without)],
            about,
            cancellationToken);

    /// <summary>The ids of what could be claimed, for when a claim has failed and nobody knows by which message.</summary>
    public static async Task<IReadOnlyList<Umid>> ClaimableAsync(
        NpgsqlDataSource data, Umid oldest, int most, Guid[] without, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(Claimable);
        command.Parameters.AddRange(new NpgsqlParameter[] { RowArrays.Parameter(oldest.Value), RowArrays.Parameter(most), RowArrays.Parameter(without) });
        var ids = new List<Umid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(new Umid(reader.GetGuid(0)));
        return ids;
    }

    // Which messages were locked is not known before the answer, and their attempts must not be read before they are locked: two round trips.
    private static async Task<LockedGroup?> ClaimAsync(
        NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, DateTimeOffset about, CancellationToken cancellationToken)
    {
        var messages = new Dictionary<Umid, StoredMessage>();
        await using (var claim = new NpgsqlCommand(sql, connection))
        {
            claim.Parameters.AddRange(parameters);
            await using var claimed = await claim.ExecuteReaderAsync(cancellationToken);
            await MessageReader.AddMessagesAsync(claimed, messages, cancellationToken);
        }
        if (messages.Count == 0)
            return null;
        var days = DayTables.Split(messages.Keys.Select(umid => umid.Value), about);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var day in days)
            batch.BatchCommands.Add(RowArrays.Command(LoadAttempts(day.Suffix), Bounded(day.Ids)));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ReadClock));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var _ in days)
        {
            await MessageReader.AddAttemptsAsync(reader, messages, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
        }
        return new LockedGroup(messages, [], await TimeAsync(reader, cancellationToken));
    }

    private static async Task<DecisionTime> TimeAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        var now = MessageReader.Time(reader, 0);
        // A silence that no beat has noticed yet counts as well: after the database was away, deadlines are looked at before the next beat.
        var grace = reader.IsDBNull(3) ? null : OutageGrace.After(MessageReader.Time(reader, 3), now);
        if (grace is null && !reader.IsDBNull(1) && !reader.IsDBNull(2))
            grace = OutageGrace.After(MessageReader.Time(reader, 1), MessageReader.Time(reader, 2));
        return new DecisionTime(now, grace, reader.GetFieldValue<ulong>(4));
    }

    /// <summary>Ids and their bounds, as three parameters: the bounds leave only the partitions between them.</summary>
    internal static NpgsqlParameter[] Bounded(Guid[] ids) => [RowArrays.Parameter(ids), RowArrays.Parameter(ids.Min()), RowArrays.Parameter(ids.Max())];
}
