using FallbackOrchestrator.Messages;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>A status update to be stored with the decision that it tells of. See <see cref="StatusUpdateRow"/>.</summary>
public sealed record NewStatusUpdate(
    Guid Id,
    Umid Umid,
    int Seq,
    SubaccountId Subaccount,
    Guid Account,
    Guid? Webhook,
    Uri? Url,
    string Lane,
    string Format,
    string Body,
    DateTimeOffset CreatedAt,
    DateTimeOffset GiveUpAt);

/// <summary>A status update that this replica may deliver until its lease ends.</summary>
public sealed record ClaimedUpdate(Guid Id, Guid? Webhook, Uri? Url, string Body, int Tries, DateTimeOffset LeaseUntil);

/// <summary>What came of one attempt.</summary>
/// <param name="Result">Its kind.</param>
/// <param name="Status">The HTTP status, if an answer came.</param>
/// <param name="Answer">The beginning of the answer.</param>
/// <param name="RetryAfter">When the endpoint wants to be asked again.</param>
/// <param name="Took">How long it took.</param>
public sealed record WebhookAnswer(WebhookResult Result, int? Status, string? Answer, TimeSpan? RetryAfter, TimeSpan Took);

/// <summary>An attempt that has ended.</summary>
/// <param name="Update">The update, under its lease.</param>
/// <param name="Answer">What came of it.</param>
/// <param name="Pause">The time until the next try; null for never.</param>
public sealed record EndedTry(ClaimedUpdate Update, WebhookAnswer Answer, TimeSpan? Pause);

/// <summary>The statements of the outbox. Claims are made by one replica at a time, so that an endpoint's limit holds over all of them.</summary>
internal static class StatusUpdates
{
    // Any number, the same in every replica.
    private const long ClaimLock = 0x0FA11BAC5;

    // Not waited for on the disk: what a crash of the server forgets is a delivery, which is made again under the same id.
    private const string NoWait = "set_config('synchronous_commit', 'off', true)";

    // Lanes are found by leaping from one to the next through the partial index: the cost grows with the lanes that owe, not with the rows.
    // An update waits for the earlier ones of its message only while those are in their first, quick tries: one that an endpoint
    // cannot digest must not hold the later ones for a day. What is leased is due when its lease ends: to count it, only what is due later is
    // looked at, however much waits.
    private const string ClaimDue =
        """
        WITH RECURSIVE lanes AS (
            (SELECT lane FROM status_updates WHERE due_at IS NOT NULL ORDER BY lane LIMIT 1)
            UNION ALL
            SELECT (SELECT s.lane FROM status_updates s WHERE s.due_at IS NOT NULL AND s.lane > l.lane ORDER BY s.lane LIMIT 1)
            FROM lanes l WHERE l.lane IS NOT NULL),
        clock AS MATERIALIZED (SELECT orchestrator_now() AS now),
        chosen AS MATERIALIZED (
            SELECT due.id
            FROM lanes CROSS JOIN clock CROSS JOIN LATERAL (
                SELECT s.id FROM status_updates s
                WHERE s.lane = lanes.lane AND s.due_at <= clock.now
                  AND NOT EXISTS (
                    SELECT FROM status_updates e
                    WHERE e.message_id = s.message_id AND e.lane = s.lane AND e.seq < s.seq AND e.state = 'pending' AND e.tries < $4)
                ORDER BY s.due_at, s.message_id, s.seq
                LIMIT GREATEST(0, $1 - (
                    SELECT count(*) FROM status_updates f
                    WHERE f.lane = lanes.lane AND f.due_at > clock.now AND f.lease_until > clock.now))
                FOR UPDATE SKIP LOCKED) due
            WHERE CASE
                WHEN lanes.lane IS NULL THEN false
                WHEN starts_with(lanes.lane, 'url:') THEN true
                ELSE EXISTS (SELECT FROM webhooks w WHERE w.id = lanes.lane::uuid AND w.enabled AND w.stopped_at IS NULL)
                END
            -- Another order of the lanes each time: where there is not room for all, no lane is always the first.
            ORDER BY hashtext(lanes.lane || clock.now::text)
            LIMIT $2)
        UPDATE status_updates s
        SET tries = s.tries + 1, lease_until = clock.now + $3, due_at = clock.now + $3
        FROM chosen CROSS JOIN clock
        WHERE s.id = chosen.id
        RETURNING s.id, s.webhook_id, s.url, s.body, s.tries, s.lease_until
        """;

    // The lease is the token: who lost it has no say in what becomes of the update.
    private const string RecordTries =
        """
        WITH clock AS (SELECT orchestrator_now() AS now)
        UPDATE status_updates s
        SET state = CASE WHEN u.result = 'delivered' THEN 'delivered' WHEN now + u.pause <= give_up_at THEN 'pending' ELSE 'failed' END,
            due_at = CASE WHEN u.result <> 'delivered' AND now + u.pause <= give_up_at THEN now + u.pause END,
            lease_until = NULL, last_result = u.result, last_status = u.status
        FROM unnest($1, $2, $3, $4, $5) AS u(id, lease_until, result, status, pause) CROSS JOIN clock
        WHERE s.id = u.id AND s.lease_until = u.lease_until
        """;

    private const string LogTries =
        """
        INSERT INTO webhook_attempts (update_id, webhook_id, at, milliseconds, status, result, answer)
        SELECT u.update_id, u.webhook_id, orchestrator_now(), u.milliseconds, u.status, u.result, u.answer
        FROM unnest($1, $2, $3, $4, $5, $6) AS u(update_id, webhook_id, milliseconds, status, result, answer)
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
        """
        INSERT INTO status_updates (id, message_id, seq, subaccount_id, account_id, webhook_id, url, lane, format, body, created_at, give_up_at,
            state, tries, due_at)
        SELECT u.*, 'pending', 0, u.created_at
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS
            u(id, message_id, seq, subaccount_id, account_id, webhook_id, url, lane, format, body, created_at, give_up_at)
        """,
        RowArrays.Of(updates, NpgsqlDbType.Uuid, u => u.Id),
        RowArrays.Of(updates, NpgsqlDbType.Uuid, u => u.Umid.Value),
        RowArrays.Of(updates, NpgsqlDbType.Integer, u => u.Seq),
        RowArrays.Of(updates, NpgsqlDbType.Text, u => u.Subaccount.Value),
        RowArrays.Of(updates, NpgsqlDbType.Uuid, u => u.Account),
        RowArrays.Of(updates, NpgsqlDbType.Uuid, u => u.Webhook),
        RowArrays.Of(updates, NpgsqlDbType.Text, u => u.Url?.AbsoluteUri),
        RowArrays.Of(updates, NpgsqlDbType.Text, u => u.Lane),
        RowArrays.Of(updates, NpgsqlDbType.Text, u => u.Format),
        RowArrays.Of(updates, NpgsqlDbType.Text, u => u.Body),
        RowArrays.Of(updates, NpgsqlDbType.TimestampTz, u => u.CreatedAt),
        RowArrays.Of(updates, NpgsqlDbType.TimestampTz, u => u.GiveUpAt));

    /// <summary>Claims updates whose time has come; none while another replica claims.</summary>
    /// <param name="data">The database.</param>
    /// <param name="perLane">How many of one endpoint may be under way.</param>
    /// <param name="most">How many to claim.</param>
    /// <param name="lease">For how long.</param>
    /// <param name="quickTries">An update that was tried more often lets later ones of its message pass.</param>
    /// <param name="cancelled">Cancels the claim.</param>
    public static async Task<IReadOnlyList<ClaimedUpdate>> ClaimAsync(
        NpgsqlDataSource data, int perLane, int most, TimeSpan lease, int quickTries, CancellationToken cancelled)
    {
        await using var connection = await data.OpenConnectionAsync(cancelled);
        await using var transaction = await connection.BeginTransactionAsync(cancelled);
        // A statement of its own: the next one's snapshot must hold what the last holder of the lock claimed.
        await using (var take = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock($1), {NoWait}", connection))
        {
            take.Parameters.Add(new NpgsqlParameter<long> { TypedValue = ClaimLock });
            if (await take.ExecuteScalarAsync(cancelled) is not true)
                return [];
        }
        var claimed = new List<ClaimedUpdate>();
        await using (var claim = new NpgsqlCommand(ClaimDue, connection))
        {
            claim.Parameters.Add(new NpgsqlParameter<int> { TypedValue = perLane });
            claim.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
            claim.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
            claim.Parameters.Add(new NpgsqlParameter<int> { TypedValue = quickTries });
            await using var reader = await claim.ExecuteReaderAsync(cancelled);
            while (await reader.ReadAsync(cancelled))
            {
                claimed.Add(new ClaimedUpdate(
                    reader.GetGuid(0),
                    reader.IsDBNull(1) ? null : reader.GetGuid(1),
                    reader.IsDBNull(2) ? null : new Uri(reader.GetString(2)),
                    reader.GetString(3),
                    reader.GetInt32(4),
                    reader.GetFieldValue<DateTimeOffset>(5)));
            }
        }
        await transaction.CommitAsync(cancelled);
        return claimed;
    }

    /// <summary>Records what came of attempts. Answers the webhooks that they stopped, and why.</summary>
    /// <param name="data">The database.</param>
    /// <param name="tries">The attempts.</param>
    /// <param name="stopAfter">An endpoint whose attempts have all failed for so long is stopped.</param>
    public static async Task<IReadOnlyList<(Guid Webhook, StopReason Reason)>> RecordAsync(NpgsqlDataSource data, List<EndedTry> tries, TimeSpan stopAfter)
    {
        await using var batch = data.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT {NoWait}, NULL"));
        batch.BatchCommands.Add(RowArrays.Command(
            RecordTries,
            RowArrays.Of(tries, NpgsqlDbType.Uuid, t => t.Update.Id),
            RowArrays.Of(tries, NpgsqlDbType.TimestampTz, t => t.Update.LeaseUntil),
            RowArrays.Of(tries, NpgsqlDbType.Text, t => EnumText.Of(t.Answer.Result)),
            RowArrays.Of(tries, NpgsqlDbType.Integer, t => t.Answer.Status),
            RowArrays.Of(tries, NpgsqlDbType.Interval, t => t.Pause)));
        batch.BatchCommands.Add(RowArrays.Command(
            LogTries,
            RowArrays.Of(tries, NpgsqlDbType.Uuid, t => t.Update.Id),
            RowArrays.Of(tries, NpgsqlDbType.Uuid, t => t.Update.Webhook),
            RowArrays.Of(tries, NpgsqlDbType.Integer, t => (int)t.Answer.Took.TotalMilliseconds),
            RowArrays.Of(tries, NpgsqlDbType.Integer, t => t.Answer.Status),
            RowArrays.Of(tries, NpgsqlDbType.Text, t => EnumText.Of(t.Answer.Result)),
            RowArrays.Of(tries, NpgsqlDbType.Text, t => t.Answer.Answer)));
        foreach (var webhook in tries.Where(t => t.Update is { Webhook: not null, Url: null }).GroupBy(t => t.Update.Webhook!.Value, t => t.Answer.Result))
            batch.BatchCommands.Add(Webhooks.Note(webhook.Key, webhook.MaxBy(Weight), stopAfter));

        var stopped = new List<(Guid, StopReason)>();
        await using var reader = await batch.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
            {
                if (!reader.IsDBNull(1))
                    stopped.Add((reader.GetGuid(0), EnumText.Parse<StopReason>(reader.GetString(1))));
            }
        }
        while (await reader.NextResultAsync());
        return stopped;
    }

    // Of attempts that ended together: one that says "gone" speaks for good, and one that arrived says that the endpoint works.
    private static int Weight(WebhookResult result) => result switch
    {
        WebhookResult.Gone => 2,
        WebhookResult.Delivered => 1,
        _ => 0,
    };

    /// <summary>Gives up what nobody can deliver any more.</summary>
    public static async Task<int> GiveUpAsync(NpgsqlDataSource data, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand(GiveUp);
        return await command.ExecuteNonQueryAsync(cancelled);
    }

    /// <summary>Owes an update anew; false if the account has none of this id that is settled.</summary>
    public static async Task<bool> ReplayAsync(NpgsqlDataSource data, Guid id, Guid account, TimeSpan keepTrying, CancellationToken cancelled)
    {
        await using var command = data.CreateCommand(ReplayOne);
        command.Parameters.AddRange(new NpgsqlParameter[] { Value(id), Value(account), Value(keepTrying) });
        return await command.ExecuteNonQueryAsync(cancelled) == 1;
    }

    private static NpgsqlParameter<T> Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
