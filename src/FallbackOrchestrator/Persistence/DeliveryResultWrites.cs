using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence.Maps;
using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>Records the results of delivery attempts.</summary>
internal static class DeliveryResultWrites
{
    // The lease is the token: a replica that has lost it changes nothing. The later updates of the message become due when this one is
    // tried again, or now if they no longer wait for it.
    private static string Record(string returned, string further) =>
        $"""
        WITH clock AS MATERIALIZED (SELECT orchestrator_now() AS now),
        ended AS (
            UPDATE status_updates s
            SET state = CASE WHEN u.result = 'delivered' THEN 'delivered' WHEN now + u.pause <= give_up_at THEN 'pending' ELSE 'failed' END,
                due_at = CASE WHEN u.result <> 'delivered' AND now + u.pause <= give_up_at THEN now + u.pause END,
                lease_until = NULL, last_at = clock.now, last_milliseconds = u.milliseconds, last_result = u.result, last_status = u.status
            FROM (SELECT {RowArrays.Rows("id, lease_until, result, status, pause, milliseconds")}) AS u CROSS JOIN clock
            WHERE s.id = u.id AND s.lease_until = u.lease_until
            RETURNING {returned}, s.seq, CASE WHEN s.attempt_count < $7 THEN s.due_at END AS tried_again_at){further}
        UPDATE status_updates s
        SET due_at = GREATEST(later.tried_again_at, clock.now)
        FROM clock CROSS JOIN (
            SELECT l.id, l.due_at, ended.tried_again_at FROM ended CROSS JOIN LATERAL (
                SELECT id, due_at FROM status_updates
                WHERE message_id = ended.message_id AND endpoint_key = ended.endpoint_key AND seq > ended.seq
                    AND state = 'pending' AND attempt_count = 0 AND lease_until IS NULL
                OFFSET 0) AS l) AS later
        WHERE s.id = later.id AND (later.due_at > clock.now OR later.tried_again_at IS NOT NULL)
        """;

    private static readonly string RecordDelivered = Record("s.message_id, s.endpoint_key", "");

    // With failed attempts among them: an update that is given up is noted.
    private static readonly string RecordResults = Record(
        $"{OperationalEvents.ExhaustedColumns("s")}, s.state",
        $"""
        ,
        exhausted AS MATERIALIZED (SELECT * FROM ended WHERE state = 'failed'),
        noted AS ({OperationalEvents.NoteExhausted("exhausted")})
        """);

    // Only failed attempts: of a successful one, the update's own row contains everything.
    private static readonly string InsertFailed =
        $"""
        INSERT INTO delivery_attempts ({DeliveryAttemptMap.Rows.AllNames()}, at)
        SELECT {DeliveryAttemptMap.Rows.AllNames()}, orchestrator_now() FROM (SELECT {DeliveryAttemptMap.Rows.Arrays()}) AS u
        """;

    /// <summary>Records results. Returns the webhooks that they stopped, and why.</summary>
    /// <param name="data">The database.</param>
    /// <param name="results">The results.</param>
    /// <param name="stopAfter">An endpoint is stopped when all its attempts have failed for so long.</param>
    public static async Task<IReadOnlyList<StoppedWebhook>> RecordAsync(
        NpgsqlDataSource data, List<DeliveryAttemptResult> results, TimeSpan stopAfter)
    {
        await using var batch = data.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(UpdateStatements.SkipDiskWait));
        var failed = results.Where(t => t.Response.Result is not WebhookResult.Delivered).ToList();
        batch.BatchCommands.Add(RowArrays.Command(
            failed.Count > 0 ? RecordResults : RecordDelivered,
            RowArrays.Column(results, NpgsqlDbType.Uuid, t => t.Update.Id),
            RowArrays.Column(results, NpgsqlDbType.TimestampTz, t => t.Update.LeaseUntil),
            RowArrays.Column(results, NpgsqlDbType.Text, t => EnumText.Of(t.Response.Result)),
            RowArrays.Column(results, NpgsqlDbType.Integer, t => t.Response.Status),
            RowArrays.Column(results, NpgsqlDbType.Interval, t => t.Pause),
            RowArrays.Column(results, NpgsqlDbType.Integer, t => t.Milliseconds),
            RowArrays.Parameter(StatusUpdates.QuickAttempts)));
        if (failed.Count > 0)
            batch.BatchCommands.Add(RowArrays.Command(InsertFailed, DeliveryAttemptMap.Rows.InsertParameters(failed)));
        var resultsOfWebhooks = results
            .Where(t => t.Update is { Webhook: not null, Url: null })
            .GroupBy(t => t.Update.Webhook!.Value, t => t.Response.Result);
        foreach (var webhook in resultsOfWebhooks)
            batch.BatchCommands.Add(Webhooks.Note(webhook.Key, webhook.MaxBy(Weight), stopAfter));

        var stopped = new List<StoppedWebhook>();
        await using var reader = await batch.ExecuteReaderAsync();
        do
        {
            while (await reader.ReadAsync())
            {
                if (!reader.IsDBNull(1))
                    stopped.Add(new StoppedWebhook(
                        reader.GetGuid(0), EnumText.Parse<StopReason>(reader.GetString(1)), new CustomerAccountId(reader.GetGuid(2)),
                        reader.GetString(3), reader.GetString(4)));
            }
        }
        while (await reader.NextResultAsync());
        return stopped;
    }

    // Of attempts that ended together: 410 is final, and one success shows that the endpoint works.
    private static int Weight(WebhookResult result) => result switch
    {
        WebhookResult.Gone => 2,
        WebhookResult.Delivered => 1,
        _ => 0,
    };
}
