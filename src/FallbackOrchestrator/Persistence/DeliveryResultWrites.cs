using FallbackOrchestrator.Messages;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>Records what came of attempts to deliver status updates.</summary>
internal static class DeliveryResultWrites
{
    // The lease is the token: who lost it has no say in what becomes of the update. The later ones of its message are due when it is tried again,
    // or now that they need not wait any more.
    private static readonly string RecordTries =
        $"""
        WITH clock AS MATERIALIZED (SELECT orchestrator_now() AS now),
        ended AS (
            UPDATE status_updates s
            SET state = CASE WHEN u.result = 'delivered' THEN 'delivered' WHEN now + u.pause <= give_up_at THEN 'pending' ELSE 'failed' END,
                due_at = CASE WHEN u.result <> 'delivered' AND now + u.pause <= give_up_at THEN now + u.pause END,
                lease_until = NULL, last_at = clock.now, last_milliseconds = u.milliseconds, last_result = u.result, last_status = u.status
            FROM (SELECT {RowArrays.Rows("id, lease_until, result, status, pause, milliseconds")}) AS u CROSS JOIN clock
            WHERE s.id = u.id AND s.lease_until = u.lease_until
            RETURNING s.message_id, s.lane, s.seq, CASE WHEN s.tries < $7 THEN s.due_at END AS tried_again_at)
        UPDATE status_updates s
        SET due_at = GREATEST(later.tried_again_at, clock.now)
        FROM clock CROSS JOIN (
            SELECT l.id, l.due_at, ended.tried_again_at FROM ended CROSS JOIN LATERAL (
                SELECT id, due_at FROM status_updates
                WHERE message_id = ended.message_id AND lane = ended.lane AND seq > ended.seq
                    AND state = 'pending' AND tries = 0 AND lease_until IS NULL
                OFFSET 0) AS l) AS later
        WHERE s.id = later.id AND (later.due_at > clock.now OR later.tried_again_at IS NOT NULL)
        """;

    // Of one that arrived, the update's own row says all there is to say: a row less for almost every update.
    private static readonly string LogFailed =
        $"""
        INSERT INTO webhook_attempts (update_id, webhook_id, at, milliseconds, status, result, answer)
        SELECT update_id, webhook_id, orchestrator_now(), milliseconds, status, result, answer
        FROM (SELECT {RowArrays.Rows("update_id, webhook_id, milliseconds, status, result, answer")}) AS u
        """;

    /// <summary>Records what came of attempts. Answers the webhooks that they stopped, and why.</summary>
    /// <param name="data">The database.</param>
    /// <param name="tries">The attempts.</param>
    /// <param name="stopAfter">An endpoint whose attempts have all failed for so long is stopped.</param>
    public static async Task<IReadOnlyList<(Guid Webhook, StopReason Reason)>> RecordAsync(NpgsqlDataSource data, List<DeliveryAttemptResult> tries, TimeSpan stopAfter)
    {
        await using var batch = data.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(StatusUpdates.NoWait));
        batch.BatchCommands.Add(RowArrays.Command(
            RecordTries,
            RowArrays.Of(tries, NpgsqlDbType.Uuid, t => t.Update.Id),
            RowArrays.Of(tries, NpgsqlDbType.TimestampTz, t => t.Update.LeaseUntil),
            RowArrays.Of(tries, NpgsqlDbType.Text, t => EnumText.Of(t.Answer.Result)),
            RowArrays.Of(tries, NpgsqlDbType.Integer, t => t.Answer.Status),
            RowArrays.Of(tries, NpgsqlDbType.Interval, t => t.Pause),
            RowArrays.Of(tries, NpgsqlDbType.Integer, Milliseconds),
            RowArrays.One(StatusUpdates.QuickTries)));
        if (tries.Where(t => t.Answer.Result is not WebhookResult.Delivered).ToList() is { Count: > 0 } failed)
            batch.BatchCommands.Add(Log(failed));
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

    private static NpgsqlBatchCommand Log(List<DeliveryAttemptResult> failed) => RowArrays.Command(
        LogFailed,
        RowArrays.Of(failed, NpgsqlDbType.Uuid, t => t.Update.Id),
        RowArrays.Of(failed, NpgsqlDbType.Uuid, t => t.Update.Webhook),
        RowArrays.Of(failed, NpgsqlDbType.Integer, Milliseconds),
        RowArrays.Of(failed, NpgsqlDbType.Integer, t => t.Answer.Status),
        RowArrays.Of(failed, NpgsqlDbType.Text, t => EnumText.Of(t.Answer.Result)),
        RowArrays.Of(failed, NpgsqlDbType.Text, t => t.Answer.Body));

    private static int Milliseconds(DeliveryAttemptResult ended) => (int)ended.Answer.Took.TotalMilliseconds;

    // Of attempts that ended together: one that says "gone" speaks for good, and one that arrived says that the endpoint works.
    private static int Weight(WebhookResult result) => result switch
    {
        WebhookResult.Gone => 2,
        WebhookResult.Delivered => 1,
        _ => 0,
    };
}
