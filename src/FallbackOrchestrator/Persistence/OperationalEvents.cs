using System.Text.Json;
using FallbackOrchestrator.Messages;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// The events for operational webhooks. The statement that stops a webhook or gives up an update notes the event, so one cannot happen
/// without the other. Later the event is taken, and stored as an update of the outbox, in one transaction.
/// </summary>
internal static class OperationalEvents
{
    /// <summary>The type of a webhook that is told. An account has at most one, for all of its subaccounts.</summary>
    public const string WebhookType = "OPS";

    /// <summary>The most updates that one event names.</summary>
    public const int MostNamed = 10;

    /// <summary>Updates of one endpoint that are given up within this time are counted in one event.</summary>
    public static readonly TimeSpan CountedTogether = TimeSpan.FromMinutes(1);

    // Any number, as long as nothing else uses it. Several services may share a database, each in its own schema.
    private const int Lock = 0x46_4F_4F_45; // "FOOE"

    // Bounds the memory of one transaction; the others are taken half a second later.
    private const int MostTaken = 5_000;

    /// <summary>Notes that webhooks were stopped, unless they are operational ones, whose failures cause no events.</summary>
    /// <param name="changed">A table of changed webhooks: stopped if they have <c>stopped_at</c>.</param>
    public static string NoteDisabled(string changed) =>
        $"""
        INSERT INTO operational_events (customer_account_id, kind, at, endpoint_key, subaccount_id, url, reason, since)
        SELECT c.customer_account_id, 'endpoint.disabled', c.stopped_at, c.id::text, c.subaccount_id, c.url, c.stopped_because,
            COALESCE(c.failing_since, c.stopped_at)
        FROM {changed} c
        WHERE c.stopped_at IS NOT NULL AND c.type <> '{WebhookType}' AND {IsWanted("c.customer_account_id")}
        """;

    /// <summary>
    /// Notes that updates were given up: one row for each endpoint, however many they are. None for updates of operational webhooks, and
    /// of webhooks that the customer deleted.
    /// </summary>
    /// <param name="failed">A table of rows of <c>status_updates</c> that have just failed.</param>
    public static string NoteExhausted(string failed) =>
        $"""
        INSERT INTO operational_events (customer_account_id, kind, at, endpoint_key, subaccount_id, url, update_count, updates)
        SELECT customer_account_id, 'message.exhausted', orchestrator_now(), endpoint_key, min(registered_for), min(address), count(*),
            jsonb_agg(jsonb_build_object(
                'id', id, 'umid', message_id, 'subaccountId', subaccount_id, 'tries', attempt_count, 'lastResult', last_result,
                'lastStatus', last_status) ORDER BY id) FILTER (WHERE place <= {MostNamed})
        FROM (
            SELECT f.*, w.subaccount_id AS registered_for, COALESCE(f.url, w.url) AS address,
                row_number() OVER (PARTITION BY f.endpoint_key ORDER BY f.id) AS place
            -- The webhook of a message's own address only signs.
            FROM {failed} f LEFT JOIN webhooks w ON w.id = f.webhook_id AND f.url IS NULL
            WHERE (f.url IS NOT NULL OR w.type <> '{WebhookType}') AND {IsWanted("f.customer_account_id")}) AS told
        GROUP BY customer_account_id, endpoint_key
        """;

    /// <summary>The columns that <see cref="NoteExhausted"/> needs, besides the state.</summary>
    /// <param name="row">The alias of <c>status_updates</c>.</param>
    public static string ExhaustedColumns(string row) =>
        $"""
        {row}.id, {row}.message_id, {row}.subaccount_id, {row}.customer_account_id, {row}.webhook_id, {row}.url, {row}.endpoint_key,
                {row}.attempt_count, {row}.last_result, {row}.last_status
        """;

    // The lock lets a second registration wait for the first, which leaves nothing to tell.
    private static readonly string NoteEnabled =
        $"""
        INSERT INTO operational_events (customer_account_id, kind, at, endpoint_key, subaccount_id, url, reason, since)
        SELECT w.customer_account_id, 'endpoint.enabled', orchestrator_now(), w.id::text, w.subaccount_id, $2, w.stopped_because,
            w.stopped_at
        FROM webhooks w
        WHERE w.id = $1 AND w.stopped_at IS NOT NULL AND w.type <> '{WebhookType}' AND {IsWanted("w.customer_account_id")}
        FOR UPDATE OF w
        """;

    // One replica takes events at a time, and nobody waits for it: a replica that stalls must not hold up deliveries of others. Events
    // without a webhook any more are deleted with the others. An operational webhook that was stopped gets its updates when it is
    // registered again, as others do.
    private static readonly string Take =
        $"""
        WITH lock AS MATERIALIZED (SELECT pg_try_advisory_xact_lock($3, hashtext(current_schema())) AS is_ours),
        counted AS MATERIALIZED (
            SELECT endpoint_key FROM operational_events WHERE kind = 'message.exhausted'
            GROUP BY endpoint_key HAVING min(at) <= orchestrator_now() - $1),
        taken AS (
            DELETE FROM operational_events WHERE id IN (
                SELECT id FROM operational_events
                WHERE (SELECT is_ours FROM lock) AND (kind <> 'message.exhausted' OR endpoint_key IN (SELECT endpoint_key FROM counted))
                ORDER BY id LIMIT {MostTaken})
            RETURNING *)
        SELECT t.kind, t.at, t.customer_account_id, w.id, t.endpoint_key, t.subaccount_id, t.url, t.reason, t.since,
            COALESCE(t.update_count, 0), t.updates::text, orchestrator_now()
        FROM taken t JOIN webhooks w ON w.customer_account_id = t.customer_account_id AND w.subaccount_id = '*' AND w.type = '{WebhookType}'
            AND (w.enabled OR w.stopped_because = 'gone' AND w.stopped_at > orchestrator_now() - $2)
        ORDER BY t.id
        """;

    /// <summary>
    /// Notes that a webhook which had been stopped is registered again. Called in the transaction of the registration, before its row is
    /// changed.
    /// </summary>
    public static async Task NoteEnabledAsync(NpgsqlConnection connection, Guid webhook, string url, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(NoteEnabled, connection);
        command.Parameters.AddRange(new NpgsqlParameter[] { RowArrays.Parameter(webhook), RowArrays.Parameter(url) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Takes the events that are to be told now, in their order, and the time. None if another replica does so.
    /// </summary>
    /// <param name="connection">The connection, in a transaction.</param>
    /// <param name="keepTrying">The time for which updates wait for an operational webhook that is gone.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    public static async Task<(IReadOnlyList<OperationalEvent> Events, DateTimeOffset Now)> TakeAsync(
        NpgsqlConnection connection, TimeSpan keepTrying, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Take, connection);
        command.Parameters.AddRange(new NpgsqlParameter[]
        {
            RowArrays.Parameter(CountedTogether), RowArrays.Parameter(keepTrying), RowArrays.Parameter(Lock),
        });
        var (events, now) = (new List<OperationalEvent>(), default(DateTimeOffset));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(Read(reader));
            now = reader.GetFieldValue<DateTimeOffset>(11);
        }
        return (events, now);
    }

    private static OperationalEvent Read(NpgsqlDataReader row) => new()
    {
        Kind = EnumText.Parse<OperationalEventKind>(row.GetString(0)),
        At = row.GetFieldValue<DateTimeOffset>(1),
        Account = new CustomerAccountId(row.GetGuid(2)),
        Told = row.GetGuid(3),
        EndpointKey = row.GetString(4),
        Subaccount = row.IsDBNull(5) ? null : row.GetString(5),
        Url = row.GetString(6),
        Reason = row.IsDBNull(7) ? null : EnumText.Parse<StopReason>(row.GetString(7)),
        Since = row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8),
        UpdateCount = row.GetInt32(9),
        Updates = row.IsDBNull(10) ? [] : JsonSerializer.Deserialize(row.GetString(10), RowJson.Default.ExhaustedUpdateArray)!,
    };

    // If nobody is told, nothing is noted. See also the end of Take.
    private static string IsWanted(string account) =>
        $"""
        EXISTS (
                SELECT FROM webhooks o
                WHERE o.customer_account_id = {account} AND o.subaccount_id = '*' AND o.type = '{WebhookType}'
                    AND (o.enabled OR o.stopped_because = 'gone'))
        """;
}
