using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Maps;
using Npgsql;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence;

/// <summary>Locks message rows and loads their messages. The locks are held until the transaction ends.</summary>
internal static class LockedMessages
{
    private static readonly string MessageColumns = MessageMap.New.Names();

    private static readonly string AttemptColumns = AttemptMap.Rows.Names();

    private const string ReadClock =
        """
        SELECT clock.now, h.silent_from, h.silent_until, h.beat_at, pg_current_xact_id()
        FROM (SELECT orchestrator_now() AS now) AS clock LEFT JOIN heartbeat h ON h.id = 1
        """;

    // One lookup for each id, in its order, whatever the planner expects of the table: = ANY instead of the lookups was planned as a scan
    // of everything between the bounds. The bounds ($2, $3) are for ids of other days, where no partition is named: they leave only the
    // partitions between them.
    private static string LockById(string day) =>
        $"""
        SELECT m.* FROM unnest($1) AS asked(id)
        CROSS JOIN LATERAL (
            SELECT {MessageColumns} FROM messages{day} WHERE id = asked.id AND id BETWEEN $2 AND $3 FOR UPDATE) AS m
        """;

    // OFFSET 0 keeps the planner from making a join of the lookups.
    private static string LoadAttempts(string day) =>
        $"""
        SELECT a.* FROM unnest($1) AS asked(id)
        CROSS JOIN LATERAL (
            SELECT {AttemptColumns} FROM attempts{day} WHERE message_id = asked.id AND message_id BETWEEN $2 AND $3 OFFSET 0) AS a
        """;

    /// <summary>
    /// Locks these messages, and waits for transactions that hold them. Messages that do not exist are left out. It also takes the parked
    /// receipts of the provider ids that are learned now. One round trip: each statement sees what was committed before it, and the clock
    /// is read last.
    /// </summary>
    /// <param name="connection">The open connection, in its transaction.</param>
    /// <param name="ids">The messages.</param>
    /// <param name="learned">The provider ids that the facts contain.</param>
    /// <param name="about">The approximate time; see <see cref="DayTables"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<LockedGroup> ByIdAsync(
        NpgsqlConnection connection,
        IReadOnlyCollection<Umid> ids,
        List<LearnedId> learned,
        DateTimeOffset about,
        CancellationToken cancellationToken)
    {
        // Sorted: all groups lock in the same order, so no two groups wait for each other.
        var days = DayTables.Split(ids.Select(id => id.Value).Order(), about);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var day in days)
            batch.BatchCommands.Add(Command(LockById(day.Suffix), Bounded(day.Ids)));
        foreach (var day in days)
            batch.BatchCommands.Add(Command(LoadAttempts(day.Suffix), Bounded(day.Ids)));
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

    /// <summary>Claims messages whose due time has come; see <see cref="MessageClaims.Due"/>.</summary>
    /// <param name="connection">The open connection, in its transaction.</param>
    /// <param name="oldest">The oldest id that can still be pending.</param>
    /// <param name="most">The limit.</param>
    /// <param name="without">Messages to leave alone.</param>
    /// <param name="about">The approximate time; see <see cref="DayTables"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>Null if there are none.</returns>
    public static Task<LockedGroup?> DueAsync(
        NpgsqlConnection connection, Umid oldest, int most, Guid[] without, DateTimeOffset about, CancellationToken cancellationToken) =>
        ClaimAsync(connection, MessageClaims.Due, Claim(oldest, most, without), about, cancellationToken);

    /// <summary>Claims messages with an attempt in a queue; see <see cref="MessageClaims.Queued"/>.</summary>
    /// <returns>Null if there are none.</returns>
    public static Task<LockedGroup?> QueuedAsync(
        NpgsqlConnection connection,
        QueueClaim claim,
        Umid oldest,
        Guid[] without,
        DateTimeOffset about,
        CancellationToken cancellationToken) =>
        ClaimAsync(
            connection,
            MessageClaims.Queued,
            [
                .. Claim(oldest, claim.Most, without),
                Parameter(claim.Queue.Account.Value),
                Parameter(EnumText.Of(claim.Queue.Priority)),
                Parameter<string[]>([.. claim.Subaccounts.Select(subaccount => subaccount.Value)]),
                Parameter(claim.Share),
            ],
            about,
            cancellationToken);

    /// <summary>
    /// Claims messages with an attempt in the queue of a channel account that no replica has; see <see cref="MessageClaims.Missing"/>.
    /// </summary>
    /// <returns>Null if there are none.</returns>
    public static Task<LockedGroup?> MissingAsync(
        NpgsqlConnection connection,
        ChannelAccountId account,
        Umid oldest,
        int most,
        Guid[] without,
        DateTimeOffset about,
        CancellationToken cancellationToken) =>
        ClaimAsync(
            connection, MessageClaims.Missing, [.. Claim(oldest, most, without), Parameter(account.Value)], about, cancellationToken);

    /// <summary>
    /// The ids of messages that could be claimed, for use after a claim has failed: the failure does not say which message caused it.
    /// </summary>
    public static async Task<IReadOnlyList<Umid>> ClaimableAsync(
        NpgsqlDataSource data, Umid oldest, int most, Guid[] without, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(MessageClaims.Ids);
        command.Parameters.AddRange(Claim(oldest, most, without));
        var ids = new List<Umid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(new Umid(reader.GetGuid(0)));
        return ids;
    }

    /// <summary>Ids and their bounds, as three parameters: the bounds leave only the partitions between them.</summary>
    internal static NpgsqlParameter[] Bounded(Guid[] ids) => [Parameter(ids), Parameter(ids.Min()), Parameter(ids.Max())];

    // The parameters that all claims have: $1, $2, $3.
    private static NpgsqlParameter[] Claim(Umid oldest, int most, Guid[] without) =>
        [Parameter(oldest.Value), Parameter(most), Parameter(without)];

    // Two round trips: attempts may be read only after their messages were locked, and the response to the claim says which messages these
    // are.
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
            batch.BatchCommands.Add(Command(LoadAttempts(day.Suffix), Bounded(day.Ids)));
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
        // A silence that no beat has recorded yet counts too: after an outage of the database, deadlines are decided before the next beat.
        var grace = reader.IsDBNull(3) ? null : OutageGrace.After(MessageReader.Time(reader, 3), now);
        if (grace is null && !reader.IsDBNull(1) && !reader.IsDBNull(2))
            grace = OutageGrace.After(MessageReader.Time(reader, 1), MessageReader.Time(reader, 2));
        return new DecisionTime(now, grace, reader.GetFieldValue<ulong>(4));
    }
}
