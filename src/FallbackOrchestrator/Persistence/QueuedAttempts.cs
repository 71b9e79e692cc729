using FallbackOrchestrator.Messages;
using Npgsql;
using static FallbackOrchestrator.Persistence.RowArrays;

namespace FallbackOrchestrator.Persistence;

/// <summary>Attempts that are queued for their first or next call.</summary>
internal static class QueuedAttempts
{
    /// <summary>The most subaccounts of one claim; the next claims serve the others.</summary>
    public const int MaxSubaccountsPerClaim = 64;

    // A statement also reads the subaccounts whose attempts are not due yet, up to this number.
    private const int MaxSubaccountsScanned = 1_000;

    // The rows of the partial index of the queues.
    private const string IsQueued = "dispatch_at IS NOT NULL";

    // $1 the channel accounts, $2 the priorities, $3 the oldest id that can be pending, $4 messages to leave alone. It ends at the first
    // row of an index, however many attempts are queued; an EXISTS would be planned as a join that reads them all. Without ORDER BY it
    // might read the whole day by another index to find that nothing is queued.
    private const string NonEmptyQueues =
        $"""
        SELECT q.channel_account_id, q.priority FROM unnest($1, $2) AS q(channel_account_id, priority)
        CROSS JOIN LATERAL (
            SELECT FROM attempts
            WHERE channel_account_id = q.channel_account_id AND priority = q.priority
                AND {IsQueued} AND message_id >= $3 AND message_id <> ALL($4)
            ORDER BY subaccount_id LIMIT 1) AS queued
        """;

    // The subaccounts of the queue of a channel account ($1) and a priority ($2) after the subaccount $4, and whether an attempt of theirs
    // is due. $3 the oldest id that can be pending, $5 how many due subaccounts end it, $6 how many subaccounts at all. It goes from one
    // subaccount to the next through the index and reads only the first attempt of each, which is due earliest.
    private const string Subaccounts =
        $"""
        WITH RECURSIVE clock AS MATERIALIZED (SELECT orchestrator_now() AS now),
        scanned(subaccount_id, dispatch_at, due, count) AS (
            (SELECT subaccount_id, dispatch_at, (dispatch_at <= (SELECT now FROM clock))::integer, 1 FROM attempts
             WHERE channel_account_id = $1 AND priority = $2 AND subaccount_id > $4 AND {IsQueued} AND message_id >= $3
             ORDER BY subaccount_id, dispatch_at LIMIT 1)
            UNION ALL
            SELECT next.subaccount_id, next.dispatch_at,
                scanned.due + (next.dispatch_at <= (SELECT now FROM clock))::integer, scanned.count + 1
            FROM scanned CROSS JOIN LATERAL (
                SELECT subaccount_id, dispatch_at FROM attempts
                WHERE channel_account_id = $1 AND priority = $2 AND subaccount_id > scanned.subaccount_id
                    AND {IsQueued} AND message_id >= $3
                ORDER BY subaccount_id, dispatch_at LIMIT 1) AS next
            WHERE scanned.due < $5 AND scanned.count < $6)
        SELECT subaccount_id, dispatch_at <= (SELECT now FROM clock) FROM scanned ORDER BY count
        """;

    // From one channel account to the next, as above. $1 the oldest id that can be pending.
    private const string ChannelAccounts =
        $"""
        WITH RECURSIVE found(channel_account_id) AS (
            (SELECT channel_account_id FROM attempts WHERE {IsQueued} AND message_id >= $1 ORDER BY channel_account_id LIMIT 1)
            UNION ALL
            SELECT next.channel_account_id FROM found CROSS JOIN LATERAL (
                SELECT channel_account_id FROM attempts
                WHERE channel_account_id > found.channel_account_id AND {IsQueued} AND message_id >= $1
                ORDER BY channel_account_id LIMIT 1) AS next)
        SELECT channel_account_id FROM found
        """;

    // $1 the channel accounts, $2 the number of each, $3 the oldest id that can be pending. OFFSET ends the count at that number.
    private const string LongQueues =
        """
        SELECT a.id FROM unnest($1, $2) AS a(id, most)
        WHERE EXISTS (
            SELECT FROM attempts
            WHERE channel_account_id = a.id AND dispatch_at <= (SELECT orchestrator_now()) AND message_id >= $3
            OFFSET a.most)
        """;

    /// <summary>
    /// The queues of these channel accounts that are not empty, the more urgent ones first. Their attempts may be due later.
    /// </summary>
    /// <param name="data">The database.</param>
    /// <param name="accounts">The channel accounts.</param>
    /// <param name="oldest">The oldest id that can still be pending.</param>
    /// <param name="without">Messages to leave alone: they do not count.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<IReadOnlyList<QueueId>> QueuesAsync(
        NpgsqlDataSource data,
        IReadOnlyCollection<ChannelAccountId> accounts,
        Umid oldest,
        Guid[] without,
        CancellationToken cancellationToken)
    {
        var queues = Enum.GetValues<Priority>().SelectMany(priority => accounts.Select(account => new QueueId(account, priority))).ToList();
        await using var command = data.CreateCommand(NonEmptyQueues);
        command.Parameters.Add(Parameter<string[]>([.. queues.Select(queue => queue.Account.Value)]));
        command.Parameters.Add(Parameter<string[]>([.. queues.Select(queue => EnumText.Of(queue.Priority))]));
        command.Parameters.Add(Parameter(oldest.Value));
        command.Parameters.Add(Parameter(without));
        var found = new List<QueueId>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new QueueId(new ChannelAccountId(reader.GetString(0)), EnumText.Parse<Priority>(reader.GetString(1))));
        return [.. found.OrderBy(queue => queue.Priority)];
    }

    /// <summary>The channel accounts that attempts are queued for, on any replica or on none.</summary>
    public static async Task<IReadOnlyList<ChannelAccountId>> AccountsAsync(
        NpgsqlDataSource data, Umid oldest, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(ChannelAccounts);
        command.Parameters.Add(Parameter(oldest.Value));
        var found = new List<ChannelAccountId>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new ChannelAccountId(reader.GetString(0)));
        return found;
    }

    /// <summary>
    /// The next claim of a queue: the subaccounts with due attempts, by name, after the subaccount <paramref name="after"/>.
    /// </summary>
    public static async Task<QueueClaim> NextClaimAsync(
        NpgsqlDataSource data, QueueId queue, SubaccountId? after, int most, Umid oldest, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(Subaccounts);
        command.Parameters.Add(Parameter(queue.Account.Value));
        command.Parameters.Add(Parameter(EnumText.Of(queue.Priority)));
        command.Parameters.Add(Parameter(oldest.Value));
        command.Parameters.Add(Parameter(after?.Value ?? ""));
        command.Parameters.Add(Parameter(MaxSubaccountsPerClaim));
        command.Parameters.Add(Parameter(MaxSubaccountsScanned));
        var due = new List<SubaccountId>();
        SubaccountId? last = null;
        var scanned = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        for (; await reader.ReadAsync(cancellationToken); scanned++)
        {
            last = new SubaccountId(reader.GetString(0));
            if (reader.GetBoolean(1))
                due.Add(last.Value);
        }
        return new QueueClaim(queue, due, most)
        {
            Next = due.Count == MaxSubaccountsPerClaim || scanned == MaxSubaccountsScanned ? last : null,
        };
    }

    /// <summary>Those of these channel accounts that have more due attempts than their number.</summary>
    public static async Task<IReadOnlySet<ChannelAccountId>> LongerThanAsync(
        NpgsqlDataSource data,
        IReadOnlyList<(ChannelAccountId Account, int Most)> accounts,
        Umid oldest,
        CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(LongQueues);
        command.Parameters.Add(Parameter<string[]>([.. accounts.Select(one => one.Account.Value)]));
        command.Parameters.Add(Parameter<int[]>([.. accounts.Select(one => one.Most)]));
        command.Parameters.Add(Parameter(oldest.Value));
        var found = new HashSet<ChannelAccountId>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new ChannelAccountId(reader.GetString(0)));
        return found;
    }
}
