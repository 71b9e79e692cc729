using FallbackOrchestrator.Messages;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>What waits to be handed over.</summary>
internal static class QueuedAttempts
{
    /// <summary>How many subaccounts have their turn in one claim at most; the others have theirs in the next ones.</summary>
    public const int MaxSubaccountsPerClaim = 64;

    // Subaccounts that have something waiting, and nothing due, are passed over: so many in one look.
    private const int MaxSubaccountsScanned = 1_000;

    // It ends at the first row of an index, however many attempts wait; an EXISTS would be planned as a join that reads them all, and without the
    // order it might read the whole day by another index to find that nobody waits.
    private const string Queues =
        """
        SELECT q.channel_account_id, q.priority FROM unnest($1, $2) AS q(channel_account_id, priority)
        CROSS JOIN LATERAL (
            SELECT FROM attempts
            WHERE channel_account_id = q.channel_account_id AND priority = q.priority AND dispatch_at IS NOT NULL AND message_id >= $3 AND message_id <> ALL($4)
            ORDER BY subaccount_id LIMIT 1) AS waiting
        """;

    // From one subaccount to the next by the index, without reading what each of them has waiting: the first in the index's order is due earliest.
    private const string Waiting =
        """
        WITH RECURSIVE clock AS MATERIALIZED (SELECT orchestrator_now() AS now),
        look(subaccount_id, dispatch_at, due, seen) AS (
            (SELECT subaccount_id, dispatch_at, (dispatch_at <= (SELECT now FROM clock))::integer, 1 FROM attempts
             WHERE channel_account_id = $1 AND priority = $2 AND subaccount_id > $4 AND dispatch_at IS NOT NULL AND message_id >= $3
             ORDER BY subaccount_id, dispatch_at LIMIT 1)
            UNION ALL
            SELECT next.subaccount_id, next.dispatch_at, look.due + (next.dispatch_at <= (SELECT now FROM clock))::integer, look.seen + 1
            FROM look CROSS JOIN LATERAL (
                SELECT subaccount_id, dispatch_at FROM attempts
                WHERE channel_account_id = $1 AND priority = $2 AND subaccount_id > look.subaccount_id AND dispatch_at IS NOT NULL AND message_id >= $3
                ORDER BY subaccount_id, dispatch_at LIMIT 1) AS next
            WHERE look.due < $5 AND look.seen < $6)
        SELECT subaccount_id, dispatch_at <= (SELECT now FROM clock) FROM look ORDER BY seen
        """;

    // As above, from one account to the next.
    private const string Accounts =
        """
        WITH RECURSIVE found(channel_account_id) AS (
            (SELECT channel_account_id FROM attempts WHERE dispatch_at IS NOT NULL AND message_id >= $1 ORDER BY channel_account_id LIMIT 1)
            UNION ALL
            SELECT next.channel_account_id FROM found CROSS JOIN LATERAL (
                SELECT channel_account_id FROM attempts
                WHERE channel_account_id > found.channel_account_id AND dispatch_at IS NOT NULL AND message_id >= $1
                ORDER BY channel_account_id LIMIT 1) AS next)
        SELECT channel_account_id FROM found
        """;

    /// <summary>Which queues of these accounts are not empty, what is more urgent first; their attempts may be due later.</summary>
    /// <param name="data">The database.</param>
    /// <param name="accounts">The accounts.</param>
    /// <param name="oldest">The oldest id that can still be pending.</param>
    /// <param name="without">Messages to leave alone: where no other waits, the queue is empty.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<IReadOnlyList<QueueId>> QueuesAsync(
        NpgsqlDataSource data, IReadOnlyCollection<ChannelAccountId> accounts, Umid oldest, Guid[] without, CancellationToken cancellationToken)
    {
        var queues = Enum.GetValues<Priority>().SelectMany(priority => accounts.Select(account => new QueueId(account, priority))).ToList();
        await using var command = data.CreateCommand(Queues);
        command.Parameters.Add(RowArrays.Parameter<string[]>([.. queues.Select(queue => queue.Account.Value)]));
        command.Parameters.Add(RowArrays.Parameter<string[]>([.. queues.Select(queue => EnumText.Of(queue.Priority))]));
        command.Parameters.Add(RowArrays.Parameter(oldest.Value));
        command.Parameters.Add(RowArrays.Parameter(without));
        var found = new List<QueueId>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new QueueId(new ChannelAccountId(reader.GetString(0)), EnumText.Parse<Priority>(reader.GetString(1))));
        return [.. found.OrderBy(queue => queue.Priority)];
    }

    /// <summary>The accounts for which attempts wait, whoever has them.</summary>
    public static async Task<IReadOnlyList<ChannelAccountId>> AccountsAsync(NpgsqlDataSource data, Umid oldest, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(Accounts);
        command.Parameters.Add(RowArrays.Parameter(oldest.Value));
        var found = new List<ChannelAccountId>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new ChannelAccountId(reader.GetString(0)));
        return found;
    }

    /// <summary>The turn of the subaccounts with attempts in a queue that are due, by name, from the one after <paramref name="after"/>.</summary>
    public static async Task<QueueClaim> NextClaimAsync(
        NpgsqlDataSource data, QueueId queue, SubaccountId? after, int most, Umid oldest, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(Waiting);
        command.Parameters.Add(RowArrays.Parameter(queue.Account.Value));
        command.Parameters.Add(RowArrays.Parameter(EnumText.Of(queue.Priority)));
        command.Parameters.Add(RowArrays.Parameter(oldest.Value));
        command.Parameters.Add(RowArrays.Parameter(after?.Value ?? ""));
        command.Parameters.Add(RowArrays.Parameter(MaxSubaccountsPerClaim));
        command.Parameters.Add(RowArrays.Parameter(MaxSubaccountsScanned));
        var subaccounts = new List<SubaccountId>();
        SubaccountId? last = null;
        var seen = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        for (; await reader.ReadAsync(cancellationToken); seen++)
        {
            last = new SubaccountId(reader.GetString(0));
            if (reader.GetBoolean(1))
                subaccounts.Add(last.Value);
        }
        return new QueueClaim(queue, subaccounts, most) { Next = subaccounts.Count == MaxSubaccountsPerClaim || seen == MaxSubaccountsScanned ? last : null };
    }

    /// <summary>Which of these accounts have more attempts waiting than the number beside them.</summary>
    public static async Task<IReadOnlySet<ChannelAccountId>> LongerThanAsync(
        NpgsqlDataSource data, IReadOnlyList<(ChannelAccountId Account, int Most)> accounts, Umid oldest, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(
            """
            SELECT a.id FROM unnest($1, $2) AS a(id, most)
            WHERE EXISTS (
                SELECT FROM attempts
                WHERE channel_account_id = a.id AND dispatch_at <= (SELECT orchestrator_now()) AND message_id >= $3
                OFFSET a.most)
            """);
        command.Parameters.Add(RowArrays.Parameter<string[]>([.. accounts.Select(one => one.Account.Value)]));
        command.Parameters.Add(RowArrays.Parameter<int[]>([.. accounts.Select(one => one.Most)]));
        command.Parameters.Add(RowArrays.Parameter(oldest.Value));
        var found = new HashSet<ChannelAccountId>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(new ChannelAccountId(reader.GetString(0)));
        return found;
    }
}
