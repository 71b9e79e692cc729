using FallbackOrchestrator.Messages;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>The work that waits in the database. A count ends at <see cref="Most"/>, so that a long backlog costs no long query.</summary>
/// <param name="Queued">The due attempts that wait for the limits of their channel account.</param>
/// <param name="Overdue">The messages whose deadline passed more than <see cref="OverdueAfter"/> ago.</param>
/// <param name="Updates">The status updates that their endpoints have not received yet.</param>
/// <param name="UpdatesLateBy">The longest time since one of them became due; zero if none is.</param>
/// <param name="ParkedReceipts">The receipts whose provider id is not known yet.</param>
/// <param name="StoppedWebhooks">The webhooks that are not called until the customer registers them again.</param>
/// <param name="StatisticsLateBy">The time since statistics were complete.</param>
internal sealed record Backlog(
    IReadOnlyDictionary<ChannelAccountId, int> Queued,
    int Overdue,
    int Updates,
    TimeSpan UpdatesLateBy,
    int ParkedReceipts,
    int StoppedWebhooks,
    TimeSpan StatisticsLateBy)
{
    /// <summary>The end of each count.</summary>
    public const int Most = 100_000;

    /// <summary>A message is overdue after this time; a healthy service decides within a second.</summary>
    public static readonly TimeSpan OverdueAfter = TimeSpan.FromSeconds(30);

    // $1 the oldest id that can be pending, $2 the time after which a message is overdue.
    private static readonly string Counts =
        $"""
        SELECT
            (SELECT count(*) FROM (
                SELECT FROM messages WHERE due_at < (SELECT orchestrator_now()) - $2 AND id >= $1 ORDER BY due_at LIMIT {Most}) AS overdue)::integer,
            pending.count::integer, greatest((SELECT orchestrator_now()) - pending.first_due, '0'::interval),
            (SELECT count(*) FROM (SELECT FROM parked_receipts LIMIT {Most}) AS parked)::integer,
            (SELECT count(*) FROM webhooks WHERE stopped_at IS NOT NULL)::integer,
            (SELECT greatest((SELECT orchestrator_now()) - coalesce(
                counted_at, (SELECT min(marked_at) FROM statistics_changed_hours), orchestrator_now()), '0'::interval) FROM statistics_runs)
        FROM (
            SELECT count(*), min(due_at) AS first_due
            FROM (SELECT due_at FROM status_updates WHERE due_at IS NOT NULL LIMIT {Most}) AS counted) AS pending
        """;

    // $1 the oldest id that can be pending, $2 the channel accounts.
    private static readonly string Queues =
        $"""
        SELECT a.id, (SELECT count(*) FROM (
            SELECT FROM attempts
            WHERE channel_account_id = a.id AND dispatch_at <= (SELECT orchestrator_now()) AND message_id >= $1 LIMIT {Most}) AS due)::integer
        FROM unnest($2) AS a(id)
        """;

    /// <summary>Counts what waits now.</summary>
    /// <param name="data">The database.</param>
    /// <param name="oldest">The oldest id that can still be pending.</param>
    /// <param name="configured">The channel accounts of this replica, which are listed even if nothing waits for them.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public static async Task<Backlog> ReadAsync(
        NpgsqlDataSource data, Umid oldest, IReadOnlyCollection<ChannelAccountId> configured, CancellationToken cancellationToken)
    {
        var accounts = configured.Union(await QueuedAttempts.AccountsAsync(data, oldest, cancellationToken));
        await using var batch = data.CreateBatch();
        batch.BatchCommands.Add(RowArrays.Command(Counts, RowArrays.Parameter(oldest.Value), RowArrays.Parameter(OverdueAfter)));
        batch.BatchCommands.Add(RowArrays.Command(
            Queues, RowArrays.Parameter(oldest.Value), RowArrays.Parameter<string[]>([.. accounts.Select(account => account.Value)])));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var backlog = new Backlog(
            new Dictionary<ChannelAccountId, int>(), reader.GetInt32(0), reader.GetInt32(1), reader.GetTimeSpan(2), reader.GetInt32(3),
            reader.GetInt32(4), reader.GetTimeSpan(5));
        await reader.NextResultAsync(cancellationToken);
        var queued = new Dictionary<ChannelAccountId, int>();
        while (await reader.ReadAsync(cancellationToken))
            queued.Add(new ChannelAccountId(reader.GetString(0)), reader.GetInt32(1));
        return backlog with { Queued = queued };
    }
}
