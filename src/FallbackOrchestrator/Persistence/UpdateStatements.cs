using FallbackOrchestrator.Persistence.Maps;

namespace FallbackOrchestrator.Persistence;

/// <summary>The SQL of the outbox.</summary>
internal static class UpdateStatements
{
    /// <summary>
    /// Does not wait for the disk at the commit. A crash of the server may lose the transaction; its updates are then delivered again,
    /// under the same ids.
    /// </summary>
    public const string SkipDiskWait = "SELECT set_config('synchronous_commit', 'off', true), NULL";

    private const string Due = "due_at IS NOT NULL";

    // Of the update e: it comes before the update with this alias at the same endpoint, and is still in its quick attempts. An update waits
    // for such ones only: one that an endpoint cannot process must not delay the later ones for a day.
    private static string IsEarlierAndQuick(string alias, string quickAttempts) =>
        $"""
        e.message_id = {alias}.message_id AND e.endpoint_key = {alias}.endpoint_key AND e.seq < {alias}.seq
                        AND e.state = 'pending' AND e.attempt_count < {quickAttempts}
        """;

    // The database is read here, because the replica's memory may be five seconds old.
    private static string IsActiveWebhook(string id) =>
        $"EXISTS (SELECT FROM webhooks w WHERE w.id = {id} AND w.enabled AND w.stopped_at IS NULL)";

    /// <summary>
    /// Stores updates. Its parameters: the columns of <see cref="StatusUpdateMap.New"/>; the ends of the leases with which this replica
    /// wants to deliver some at once; the number of quick attempts. Returns the ids, and whether they are leased.
    /// </summary>
    public static readonly string Insert =
        $"""
        INSERT INTO status_updates ({StatusUpdateMap.New.AllNames()}, state, attempt_count, due_at, lease_until)
        SELECT {StatusUpdateMap.New.AllNames("u.")}, 'pending',
            CASE WHEN deliver_now THEN 1 ELSE 0 END,
            -- An update that waits for earlier ones is due no sooner than they are: else it would be read over and over at the head of its
            -- endpoint's index. A call that is running has no such time; it ends soon.
            CASE WHEN deliver_now THEN u.lease_until ELSE GREATEST(earlier.next_attempt_at, u.created_at) END,
            CASE WHEN deliver_now THEN u.lease_until END
        FROM (SELECT {StatusUpdateMap.New.Arrays()}, unnest(${StatusUpdateMap.New.Count + 1}) AS lease_until) AS u
        CROSS JOIN LATERAL (
            SELECT count(*) AS pending, max(e.due_at) FILTER (WHERE e.lease_until IS NULL) AS next_attempt_at
            FROM status_updates e
            WHERE {IsEarlierAndQuick("u", $"${StatusUpdateMap.New.Count + 2}")}) AS earlier
        CROSS JOIN LATERAL (
            SELECT u.lease_until IS NOT NULL AND earlier.pending = 0
                AND (u.webhook_id IS NULL OR {IsActiveWebhook("u.webhook_id")}) AS deliver_now
            -- Keeps the planner from computing it three times for each row.
            OFFSET 0) AS decided
        RETURNING id, lease_until IS NOT NULL
        """;

    /// <summary>
    /// Claims due updates: of the endpoints <c>$1</c> as many as they have free slots (<c>$2</c>), with a lease of <c>$3</c>, where
    /// <c>$4</c> is the number of quick attempts. <c>$5</c> is the claim's token: the microseconds of its leases, by which
    /// <see cref="Release"/> finds them.
    /// </summary>
    public static readonly string Claim =
        $"""
        WITH clock AS MATERIALIZED (SELECT orchestrator_now() AS now),
        lease AS MATERIALIZED (SELECT date_trunc('second', clock.now + $3) + $5 * interval '1 microsecond' AS until FROM clock),
        claimable AS MATERIALIZED (
            SELECT due.id
            -- Each endpoint's updates are read in the order of its index, as many as it has slots.
            FROM unnest($1, $2) AS endpoint(key, slots) CROSS JOIN clock CROSS JOIN LATERAL (
                SELECT s.id FROM status_updates s
                WHERE s.endpoint_key = endpoint.key AND s.due_at <= clock.now
                    AND (
                        SELECT true FROM status_updates e
                        WHERE {IsEarlierAndQuick("s", "$4")}
                        -- A subquery with LIMIT cannot be planned as a join of all pending updates.
                        LIMIT 1) IS NULL
                ORDER BY s.due_at
                LIMIT endpoint.slots
                FOR UPDATE SKIP LOCKED) due
            WHERE CASE
                -- The message's own address has no webhook that could be stopped.
                WHEN starts_with(endpoint.key, 'url:') THEN true
                ELSE {IsActiveWebhook("endpoint.key::uuid")}
                END)
        UPDATE status_updates s
        SET attempt_count = s.attempt_count + 1, lease_until = lease.until, due_at = lease.until
        FROM claimable CROSS JOIN lease
        WHERE s.id = claimable.id
        RETURNING {StatusUpdateMap.Claimed.Names("s.")}
        """;

    /// <summary>
    /// Releases the updates that a claim with this token (<c>$2</c>) leased of these endpoints (<c>$1</c>). If another replica drew the
    /// same token in the same second, an update is delivered twice, under its id.
    /// </summary>
    public const string Release =
        """
        UPDATE status_updates
        SET attempt_count = attempt_count - 1, lease_until = NULL, due_at = orchestrator_now()
        WHERE endpoint_key = ANY($1) AND due_at = lease_until AND state = 'pending' AND attempt_count > 0
            AND lease_until = date_trunc('second', lease_until) + $2 * interval '1 microsecond'
        """;

    /// <summary>
    /// The endpoints that have an update that is due. It goes from one endpoint to the next through the partial index: the cost grows with
    /// the endpoints that have pending updates, not with the updates.
    /// </summary>
    public const string DueEndpoints =
        $"""
        WITH RECURSIVE endpoint(key) AS (
            (SELECT endpoint_key FROM status_updates WHERE {Due} ORDER BY endpoint_key LIMIT 1)
            UNION ALL
            SELECT (
                SELECT s.endpoint_key FROM status_updates s
                WHERE {Due} AND s.endpoint_key > endpoint.key
                ORDER BY s.endpoint_key LIMIT 1)
            FROM endpoint WHERE endpoint.key IS NOT NULL)
        SELECT key FROM endpoint
        WHERE key IS NOT NULL AND (
            SELECT s.due_at FROM status_updates s
            WHERE s.endpoint_key = endpoint.key AND {Due}
            ORDER BY s.due_at LIMIT 1) <= orchestrator_now()
        """;

    /// <summary>
    /// Gives up updates that nobody delivers now, and whose time is over or whose webhook was deleted. Returns how many, and notes them.
    /// </summary>
    public static readonly string GiveUp =
        $"""
        WITH exhausted AS (
            UPDATE status_updates s
            SET state = 'failed', due_at = NULL, lease_until = NULL, last_result = COALESCE(last_result, 'noEndpoint')
            WHERE {Due} AND (lease_until IS NULL OR lease_until <= orchestrator_now())
                AND (give_up_at <= orchestrator_now()
                    OR url IS NULL AND NOT EXISTS (SELECT FROM webhooks w WHERE w.id = s.webhook_id))
            RETURNING {OperationalEvents.ExhaustedColumns("s")}),
        noted AS ({OperationalEvents.NoteExhausted("exhausted")})
        SELECT count(*)::integer FROM exhausted
        """;

    /// <summary>Makes an update (<c>$1</c>) of an account (<c>$2</c>) pending again, for the time <c>$3</c>.</summary>
    public const string Replay =
        """
        UPDATE status_updates
        SET state = 'pending', attempt_count = 0, due_at = orchestrator_now(), give_up_at = orchestrator_now() + $3
        WHERE id = $1 AND customer_account_id = $2 AND state <> 'pending'
        """;
}
