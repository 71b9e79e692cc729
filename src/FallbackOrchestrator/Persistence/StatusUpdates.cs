using FallbackOrchestrator.Messages;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>The statements of the outbox: what is owed, and who may deliver it.</summary>
internal static class StatusUpdates
{
    /// <summary>The tries after which an update that fails lets later ones of its message pass: those that follow the pauses that 8x8 publishes.</summary>
    public const int QuickTries = 5;

    /// <summary>What a crash of the server may forget, is not waited for on the disk: a delivery is then made again, under the same id.</summary>
    internal const string NoWait = "SELECT set_config('synchronous_commit', 'off', true), NULL";

    // An update waits for the earlier ones of its message while those are in their first, quick tries: one that an endpoint cannot digest must
    // not hold the later ones for a day. It is due no sooner than they are, so that what waits for them is not read over and over at the head of
    // its lane; a call under way has no such pause, it ends in a moment. Whether the endpoint is stopped is asked here, because what replicas know of
    // endpoints is up to five seconds old. OFFSET keeps the planner from working this out three times a row.
    private static readonly string InsertNew =
        $"""
        INSERT INTO status_updates (id, message_id, seq, subaccount_id, account_id, webhook_id, url, lane, format, body, created_at, give_up_at,
            state, tries, due_at, lease_until)
        SELECT u.id, u.message_id, u.seq, u.subaccount_id, u.account_id, u.webhook_id, u.url, u.lane, u.format, u.body, u.created_at, u.give_up_at,
            'pending', CASE WHEN goes THEN 1 ELSE 0 END,
            CASE WHEN goes THEN u.lease_until ELSE GREATEST(earlier.paused_until, u.created_at) END,
            CASE WHEN goes THEN u.lease_until END
        FROM (SELECT {RowArrays.Rows("id, message_id, seq, subaccount_id, account_id, webhook_id, url, lane, format, body, created_at, give_up_at, lease_until")})
            AS u
        CROSS JOIN LATERAL (
            SELECT count(*) AS owed, max(e.due_at) FILTER (WHERE e.lease_until IS NULL) AS paused_until FROM status_updates e
            WHERE e.message_id = u.message_id AND e.lane = u.lane AND e.seq < u.seq AND e.state = 'pending' AND e.tries < $14) AS earlier
        CROSS JOIN LATERAL (SELECT u.lease_until IS NOT NULL AND earlier.owed = 0
            AND (u.webhook_id IS NULL OR EXISTS (SELECT FROM webhooks w WHERE w.id = u.webhook_id AND w.enabled AND w.stopped_at IS NULL))
            AS goes OFFSET 0) AS decided
        RETURNING id, lease_until IS NOT NULL
        """;

    // Each lane is read in the order of its index, and ends at its places. The earlier updates are asked for in a way that cannot be planned as
    // a join of everything that is owed.
    private const string ClaimDue =
        """
        WITH clock AS MATERIALIZED (SELECT orchestrator_now() AS now),
        chosen AS MATERIALIZED (
            SELECT due.id
            FROM unnest($1, $2) AS lane(name, places) CROSS JOIN clock CROSS JOIN LATERAL (
                SELECT s.id FROM status_updates s
                WHERE s.lane = lane.name AND s.due_at <= clock.now
                  AND (
                    SELECT true FROM status_updates e
                    WHERE e.message_id = s.message_id AND e.lane = s.lane AND e.seq < s.seq AND e.state = 'pending' AND e.tries < $4
                    LIMIT 1) IS NULL
                ORDER BY s.due_at
                LIMIT lane.places
                FOR UPDATE SKIP LOCKED) due
            WHERE CASE
                WHEN starts_with(lane.name, 'url:') THEN true
                ELSE EXISTS (SELECT FROM webhooks w WHERE w.id = lane.name::uuid AND w.enabled AND w.stopped_at IS NULL)
                END)
        UPDATE status_updates s
        SET tries = s.tries + 1, lease_until = lease.until, due_at = lease.until
        FROM chosen CROSS JOIN (SELECT date_trunc('second', clock.now + $3) + $5 * interval '1 microsecond' AS until FROM clock) AS lease
        WHERE s.id = chosen.id
        RETURNING s.id, s.message_id, s.account_id, s.lane, s.webhook_id, s.url, s.body, s.tries, s.lease_until
        """;

    // The microseconds of a lease are its claim's. Where another replica has drawn the same in these seconds, an update is delivered twice, under its id.
    private const string ReleaseClaim =
        """
        UPDATE status_updates
        SET tries = tries - 1, lease_until = NULL, due_at = orchestrator_now()
        WHERE lane = ANY($1) AND due_at = lease_until AND state = 'pending' AND tries > 0
          AND lease_until = date_trunc('second', lease_until) + $2 * interval '1 microsecond'
        """;

    // By leaping from one lane to the next through the partial index: the cost grows with the lanes that owe, not with the rows.
    private const string DueLanes =
        """
        WITH RECURSIVE lanes AS (
            (SELECT lane FROM status_updates WHERE due_at IS NOT NULL ORDER BY lane LIMIT 1)
            UNION ALL
            SELECT (SELECT s.lane FROM status_updates s WHERE s.due_at IS NOT NULL AND s.lane > l.lane ORDER BY s.lane LIMIT 1)
            FROM lanes l WHERE l.lane IS NOT NULL)
        SELECT lane FROM lanes
        WHERE lane IS NOT NULL
            AND (SELECT due_at FROM status_updates s WHERE s.lane = lanes.lane AND s.due_at IS NOT NULL ORDER BY s.due_at LIMIT 1) <= orchestrator_now()
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
        SET state = 'pending', tries = 0, due_at = orchestrator_now(), give_up_at = orchestrator_now() + $3
        WHERE id = $1 AND account_id = $2 AND state <> 'pending'
        """;

    /// <summary>The command that stores updates, within the transaction of their decisions.</summary>
    public static NpgsqlBatchCommand Insert(List<NewStatusUpdate> updates) => RowArrays.Command(
        InsertNew,
        RowArrays.Of(updates, NpgsqlDbType.Uuid, u => u.Id),
        RowArrays.Of(updates, NpgsqlDbType.Uuid, u => u.Umid.Value),
        RowArrays.Of(updates, NpgsqlDbType.Integer, u => u.Seq),
        RowArrays.Of(updates, NpgsqlDbType.Text, u => u.Subaccount.Value),
        RowArrays.Of(updates, NpgsqlDbType.Uuid, u => u.Account.Value),
        RowArrays.Of(updates, NpgsqlDbType.Uuid, u => u.Webhook),
        RowArrays.Of(updates, NpgsqlDbType.Text, u => u.Url?.AbsoluteUri),
        RowArrays.Of(updates, NpgsqlDbType.Text, u => u.Lane),
        RowArrays.Of(updates, NpgsqlDbType.Text, u => u.Format),
        RowArrays.Of(updates, NpgsqlDbType.Text, u => u.Body),
        RowArrays.Of(updates, NpgsqlDbType.TimestampTz, u => u.CreatedAt),
        RowArrays.Of(updates, NpgsqlDbType.TimestampTz, u => u.GiveUpAt),
        RowArrays.Of(updates, NpgsqlDbType.TimestampTz, u => u.LeaseUntil),
        RowArrays.One(QuickTries));

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
            RowArrays.Of(leased, NpgsqlDbType.Uuid, u => u.Id),
            RowArrays.Of(leased, NpgsqlDbType.TimestampTz, u => u.LeaseUntil),
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
        NpgsqlDataSource data, List<EndpointShare> places, TimeSpan lease, int token, CancellationToken cancellationToken)
    {
        await using var batch = data.CreateBatch();
        batch.BatchCommands.Add(RowArrays.Command(
            ClaimDue,
            RowArrays.Of(places, NpgsqlDbType.Text, lane => lane.Lane),
            RowArrays.Of(places, NpgsqlDbType.Integer, lane => lane.Places),
            RowArrays.One(lease),
            RowArrays.One(QuickTries),
            RowArrays.One(token)));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(NoWait));
        var claimed = new List<ClaimedUpdate>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            claimed.Add(new ClaimedUpdate(
                reader.GetGuid(0),
                new Umid(reader.GetGuid(1)),
                new CustomerAccountId(reader.GetGuid(2)),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetGuid(4),
                reader.IsDBNull(5) ? null : new Uri(reader.GetString(5)),
                reader.GetString(6),
                reader.GetInt32(7),
                reader.GetFieldValue<DateTimeOffset>(8)));
        }
        await reader.NextResultAsync(cancellationToken);
        return claimed;
    }

    /// <summary>Releases what a claim holds whose answer was lost, so that nobody waits for its leases to lapse.</summary>
    public static async Task ReleaseAsync(NpgsqlDataSource data, List<string> lanes, int token, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(ReleaseClaim);
        command.Parameters.AddRange(new NpgsqlParameter[] { RowArrays.One(lanes.ToArray()), RowArrays.One(token) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The lanes in which something is due, whoever put it there.</summary>
    public static async Task<IReadOnlyList<string>> DueLanesAsync(NpgsqlDataSource data, CancellationToken cancellationToken)
    {
        await using var command = data.CreateCommand(DueLanes);
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
        command.Parameters.AddRange(new NpgsqlParameter[] { RowArrays.One(id), RowArrays.One(account.Value), RowArrays.One(keepTrying) });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
