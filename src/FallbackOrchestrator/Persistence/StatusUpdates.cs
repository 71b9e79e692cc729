using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Maps;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>The statements of the outbox: what is owed, and who may deliver it.</summary>
internal static class StatusUpdates
{
    /// <summary>After so many failed attempts an update lets later ones of its message pass: the first attempt, and one after each pause that 8x8 publishes.</summary>
    public const int QuickAttempts = 5;

    /// <summary>
    /// Does not wait for the disk at the commit. A crash of the server may lose the transaction; its updates are then delivered again, under the same ids.
    /// </summary>
    internal const string SkipDiskWait = "SELECT set_config('synchronous_commit', 'off', true), NULL";

    // An update waits for the earlier ones of its message and endpoint while these are in their quick attempts: an update that an endpoint cannot
    // process must not delay the later ones for a day. It is due no sooner than they are, so that waiting updates are not read over and over at the
    // head of the endpoint's index; a call that is running has no such time, it ends soon. Whether the endpoint is stopped is asked here, because what
    // replicas know of endpoints may be five seconds old. OFFSET 0 keeps the planner from computing it three times for each row.
    // After the columns of the map: the leases of the updates that this replica wants to deliver at once, and the number of quick attempts.
    private static readonly string InsertNew =
        $"""
        INSERT INTO status_updates ({StatusUpdateMap.New.AllNames()}, state, attempt_count, due_at, lease_until)
        SELECT {StatusUpdateMap.New.AllNames("u.")}, 'pending',
            CASE WHEN deliver_now THEN 1 ELSE 0 END,
            CASE WHEN deliver_now THEN u.lease_until ELSE GREATEST(earlier.next_attempt_at, u.created_at) END,
            CASE WHEN deliver_now THEN u.lease_until END
        FROM (SELECT {StatusUpdateMap.New.Arrays()}, unnest(${StatusUpdateMap.New.Count + 1}) AS lease_until) AS u
        CROSS JOIN LATERAL (
            SELECT count(*) AS pending, max(e.due_at) FILTER (WHERE e.lease_until IS NULL) AS next_attempt_at
            FROM status_updates e
            WHERE e.message_id = u.message_id AND e.endpoint_key = u.endpoint_key AND e.seq < u.seq
                AND e.state = 'pending' AND e.attempt_count < ${StatusUpdateMap.New.Count + 2}) AS earlier
        CROSS JOIN LATERAL (
            SELECT u.lease_until IS NOT NULL AND earlier.pending = 0
                AND (u.webhook_id IS NULL
                    OR EXISTS (SELECT FROM webhooks w WHERE w.id = u.webhook_id AND w.enabled AND w.stopped_at IS NULL)) AS deliver_now
            OFFSET 0) AS decided
        RETURNING id, lease_until IS NOT NULL
        """;

    // $1 and $2 endpoints with their free slots, $3 the length of the lease, $4 the number of quick attempts, $5 the token of this claim.
    // The updates of each endpoint are read in the order of its index, as many as it has slots. The earlier updates of a message are asked for by a
    // subquery with LIMIT, which cannot be planned as a join of all pending updates.
    private static readonly string ClaimDue =
        $"""
        WITH clock AS MATERIALIZED (SELECT orchestrator_now() AS now),
        lease AS MATERIALIZED (SELECT date_trunc('second', clock.now + $3) + $5 * interval '1 microsecond' AS until FROM clock),
        claimable AS MATERIALIZED (
            SELECT due.id
            FROM unnest($1, $2) AS endpoint(key, slots) CROSS JOIN clock CROSS JOIN LATERAL (
                SELECT s.id FROM status_updates s
                WHERE s.endpoint_key = endpoint.key AND s.due_at <= clock.now
                    AND (
                        SELECT true FROM status_updates e
                        WHERE e.message_id = s.message_id AND e.endpoint_key = s.endpoint_key AND e.seq < s.seq
                            AND e.state = 'pending' AND e.attempt_count < $4
                        LIMIT 1) IS NULL
                ORDER BY s.due_at
                LIMIT endpoint.slots
                FOR UPDATE SKIP LOCKED) due
            WHERE CASE
                -- The message's own address: no webhook that could be stopped.
                WHEN starts_with(endpoint.key, 'url:') THEN true
                ELSE EXISTS (SELECT FROM webhooks w WHERE w.id = endpoint.key::uuid AND w.enabled AND w.stopped_at IS NULL)
                END)
        UPDATE status_updates s
        SET attempt_count = s.attempt_count + 1, lease_until = lease.until, due_at = lease.until
        FROM claimable CROSS JOIN lease
        WHERE s.id = claimable.id
        RETURNING {StatusUpdateMap.Claimed.Names("s.")}
        """;

    // The microseconds of a lease are the token of its claim ($2). If another replica has drawn the same token in the same second, an update is delivered
    // twice, under its id.
    private const string ReleaseClaim =
        """
        UPDATE status_updates
        SET attempt_count = attempt_count - 1, lease_until = NULL, due_at = orchestrator_now()
        WHERE endpoint_key = ANY($1) AND due_at = lease_until AND state = 'pending' AND attempt_count > 0
            AND lease_until = date_trunc('second', lease_until) + $2 * interval '1 microsecond'
        """;

    // From one endpoint to the next through the partial index: the cost grows with the endpoints that have pending updates, not with the updates.
    private const string DueEndpoints =
        """
        WITH RECURSIVE endpoint(key) AS (
            (SELECT endpoint_key FROM status_updates WHERE due_at IS NOT NULL ORDER BY endpoint_key LIMIT 1)
            UNION ALL
            SELECT (
                SELECT s.endpoint_key FROM status_updates s
                WHERE s.due_at IS NOT NULL AND s.endpoint_key > endpoint.key
                ORDER BY s.endpoint_key LIMIT 1)
            FROM endpoint WHERE endpoint.key IS NOT NULL)
        SELECT key FROM endpoint
        WHERE key IS NOT NULL AND (
            SELECT s.due_at FROM status_updates s
            WHERE s.endpoint_key = endpoint.key AND s.due_at IS NOT NULL
            ORDER BY s.due_at LIMIT 1) <= orchestrator_now()
        """;

    private const string GiveUp =
        """
        UPDATE status_updates s
        SET state = 'failed', due_at = NULL, lease_until = NULL, last_result = COALESCE(last_result, 'noEndpoint')
        WHERE due_at IS NOT NULL AND (lease_until IS NULL OR lease_until <= orchestrator_now())
          AND (give_up_at <= orchestrator_now()
            OR url IS NULL AND NOT EXISTS (SELECT FROM webhooks w WHERE w.id = s.webhook_id))
        """;

    private const string ReplayOne =
        """
        UPDATE status_updates
        SET state = 'pending', attempt_count = 0, due_at = orchestrator_now(), give_up_at = orchestrator_now() + $3
        WHERE id = $1 AND customer_account_id = $2 AND state <> 'pending'
        """;

    /// <summary>The command that stores updates, within the transaction of their decisions.</summary>
    public static NpgsqlBatchCommand Insert(List<NewStatusUpdate> updates) => RowArrays.Command(
        InsertNew,
        [
            .. StatusUpdateMap.New.InsertParameters(updates),
            RowArrays.Column(updates, NpgsqlDbType.TimestampTz, u => u.LeaseUntil),
            RowArrays.Parameter(QuickAttempts),
        ]);

    /// <summary>Of the updates that <see cref="Insert"/> stored, those that are leased. Reads the answers to the end.</summary>
    /// <param name="reader">The answers.</param>
    /// <param name="skipsFirst">Whether the first of them is about something else.</param>
    public static async Task<IReadOnlySet<Guid>> GrantedAsync(NpgsqlDataReader reader, bool skipsFirst)
    {
        var granted = new HashSet<Guid>();
        if (skipsFirst)
            await reader.NextResultAsync();
        do
        {
            while (await reader.ReadAsync())
            {
                if (reader.GetBoolean(1))
                    granted.Add(reader.GetGuid(0));
            }
        }
        while (await reader.NextResultAsync());
        return granted;
    }

    /// <summary>Of updates that were stored with a lease, those that are still under it: nobody else may deliver them.</summary>
    public static async Task<IReadOnlySet<Guid>> LeasedAsync(NpgsqlDataSource data, IEnumerable<NewStatusUpdate> updates)
    {
        var leased = updates.Where(update => update.LeaseUntil is not null).ToList();
        if (leased.Count == 0)
            return new HashSet<Guid>();
        await using var command = data.CreateCommand(
            $"""
            SELECT s.id, true FROM (SELECT {RowArrays.Rows("id, lease_until")}) AS u JOIN status_updates s ON s.id = u.id
            WHERE s.lease_until = u.lease_until AND s.lease_until > orchestrator_now()
            """);
        command.Parameters.AddRange(new[]
        {
            RowArrays.Column(leased, NpgsqlDbType.Uuid, u => u.Id),
            RowArrays.Column(leased, NpgsqlDbType.TimestampTz, u => u.LeaseUntil),
        });
        await using var reader = await command.ExecuteReaderAsync();
        return await GrantedAsync(reader, skipsFirst: false);
    }

    /// <summary>Claims updates whose time has come.</summary>
    /// <param name="data">The database.</param>
    /// <param name="places">How many of each endpoint.</param>
    /// <param name="lease">For how long, to the second.</param>
    /// <param name="token">Marks the leases, from 0 to 999,999: what <see cref="ReleaseAsync"/> knows them by where the answer was lost.</param>
    /// <param name="cancellationToken">Cancels the claim.</param>
    public static async Task<IReadOnlyList<ClaimedUpdate>> ClaimAsync(
        NpgsqlDataSource data, List<EndpointSlotCount> places, TimeSpan lease, int token, CancellationToken cancellationToken)
    {
        await using var batch = data.CreateBatch();
        batch.BatchCommands.Add(RowArrays.Command(
            ClaimDue,
            RowArrays.Column(places, NpgsqlDbType.Text, lane => lane.EndpointKey),
            RowArrays.Column(places, NpgsqlDbType.Integer, lane => lane.Slots),
            RowArrays.Parameter(lease),
            RowArrays.Parameter(QuickAttempts),
            RowArrays.Parameter(token)));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(SkipDiskWait));
        var claimed = new List<ClaimedUpdate>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            claimed.Add(StatusUpdateMap.Read(reader));
        await reader.NextResultAsync(cancellationToken);
        return claimed;
    }

    /// <summary>Releases what a claim holds whose answer was lost, so that nobody waits for its leases to lapse.</summary>
    public static async Task ReleaseAsync(NpgsqlDataSource data, List<string> lanes, int token, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(ReleaseClaim);
        command.Parameters.AddRange(new NpgsqlParameter[] { RowArrays.Parameter(lanes.ToArray()), RowArrays.Parameter(token) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The lanes in which something is due, whoever put it there.</summary>
    public static async Task<IReadOnlyList<string>> DueEndpointsAsync(NpgsqlDataSource data, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(DueEndpoints);
        var lanes = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            lanes.Add(reader.GetString(0));
        return lanes;
    }

    /// <summary>Gives up what nobody can deliver any more.</summary>
    public static async Task<int> GiveUpAsync(NpgsqlDataSource data, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(GiveUp);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Owes an update anew; false if the account has none of this id that is settled.</summary>
    public static async Task<bool> ReplayAsync(NpgsqlConnection connection, Guid id, CustomerAccountId account, TimeSpan keepTrying, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ReplayOne, connection);
        command.Parameters.AddRange(new NpgsqlParameter[] { RowArrays.Parameter(id), RowArrays.Parameter(account.Value), RowArrays.Parameter(keepTrying) });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
