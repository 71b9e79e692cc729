namespace FallbackOrchestrator.Persistence.Counting;

/// <summary>The tables of statistics.</summary>
internal static class CountTables
{
    /// <summary>Messages by state and outcome.</summary>
    public static CountTable Messages { get; } = new(
        "statistics_messages",
        ["sequence", "country"],
        ["scheduled", "in_progress", "succeeded", "failed", "cancelled", "expired", "unconfirmed", "duplicates"],
        """
        SELECT m.subaccount_id, s.sequence, m.country,
            (m.state = 'scheduled')::int AS scheduled, (m.state = 'inProgress')::int AS in_progress,
            (m.outcome IS NOT DISTINCT FROM 'succeeded')::int AS succeeded, (m.outcome IS NOT DISTINCT FROM 'failed')::int AS failed,
            (m.outcome IS NOT DISTINCT FROM 'cancelled')::int AS cancelled, (m.outcome IS NOT DISTINCT FROM 'expired')::int AS expired,
            (m.outcome IS NOT DISTINCT FROM 'unconfirmed')::int AS unconfirmed, m.duplicate_delivery::int AS duplicates
        FROM m JOIN shapes s USING (subaccount_id, steps)
        """);

    /// <summary>
    /// Attempts by step: how far they came and why they were left. A step is planned in every message whose sequence has it.
    /// </summary>
    public static CountTable Steps { get; } = new(
        "statistics_steps",
        ["sequence", "country", "step", "channel"],
        [
            "planned", "planned_of_succeeded", "started", "started_of_succeeded", "handed_over", "delivered", "read", "failed", "succeeded",
            "late", "left_by_deadline", "left_not_sent", "left_by_skip", "left_by_failure",
        ],
        """
        SELECT planned.subaccount_id, s.sequence, planned.country, one.step::int AS step, one.body ->> 'channel' AS channel,
            planned.messages AS planned, planned.succeeded AS planned_of_succeeded, 0 AS started, 0 AS started_of_succeeded,
            0 AS handed_over, 0 AS delivered, 0 AS read, 0 AS failed, 0 AS succeeded, 0 AS late,
            0 AS left_by_deadline, 0 AS left_not_sent, 0 AS left_by_skip, 0 AS left_by_failure
        FROM (
            SELECT subaccount_id, steps, country, count(*) AS messages, count(*) FILTER (WHERE outcome = 'succeeded') AS succeeded
            FROM m GROUP BY subaccount_id, steps, country) AS planned
        JOIN shapes s USING (subaccount_id, steps)
        CROSS JOIN jsonb_array_elements(planned.steps) WITH ORDINALITY AS one (body, step)
        UNION ALL
        SELECT a.subaccount, s.sequence, a.country, a.step, a.channel,
            0, 0, 1, (a.outcome IS NOT DISTINCT FROM 'succeeded')::int,
            (a.handover = 'handedOver')::int, (a.best_status IN ('delivered', 'read'))::int, (a.best_status = 'read')::int,
            (a.failure IS NOT NULL AND a.best_status NOT IN ('delivered', 'read'))::int,
            (a.succeeded_step IS NOT DISTINCT FROM a.step)::int,
            (a.success_since IS NOT NULL AND a.leave_reason <> 'nothing')::int,
            (a.leave_reason = 'deadline')::int, (a.leave_reason = 'notSent')::int, (a.leave_reason = 'skip')::int,
            (a.leave_reason = 'failure')::int
        FROM a JOIN shapes s ON s.subaccount_id = a.subaccount AND s.steps = a.steps
        """);

    /// <summary>
    /// Attempts that did not succeed, by reason. An attempt that was left at its deadline has the status that it had reached instead of an
    /// error.
    /// </summary>
    public static CountTable Reasons { get; } = new(
        "statistics_reasons",
        ["country", "channel", "reason", "status", "error_class", "error_code"],
        ["attempts"],
        """
        SELECT subaccount AS subaccount_id, country, channel, reason, CASE WHEN error IS NULL THEN best_status END AS status,
            error ->> 'class' AS error_class, (error ->> 'code')::int AS error_code, 1 AS attempts
        FROM (
            SELECT *, CASE reason WHEN 'failure' THEN failure -> 'error' WHEN 'notSent' THEN last_call_error END AS error
            FROM (
                SELECT *, CASE
                    WHEN failure IS NOT NULL AND best_status NOT IN ('delivered', 'read')
                        AND leave_reason IN ('nothing', 'failure') THEN 'failure'
                    WHEN leave_reason <> 'nothing' THEN leave_reason
                END AS reason
                FROM a) AS left_or_failed
            WHERE reason IS NOT NULL) AS explained
        """);

    /// <summary>Attempts by the time from the start of their window until a status was recorded.</summary>
    public static CountTable Delays { get; } = new(
        "statistics_delays",
        ["country", "channel", "status", "seconds"],
        ["attempts"],
        $"""
        SELECT a.subaccount AS subaccount_id, a.country, a.channel, reached.status,
            bounds.seconds[width_bucket(extract(epoch FROM reached.at - a.leased_at)::double precision, bounds.seconds) + 1]::int AS seconds,
            1 AS attempts
        FROM a
        CROSS JOIN (SELECT ARRAY[{DelayBounds.Text}]::double precision[] AS seconds) AS bounds
        CROSS JOIN LATERAL (VALUES ('delivered', a.delivered_at), ('read', a.read_at)) AS reached (status, at)
        WHERE reached.at IS NOT NULL AND a.leased_at IS NOT NULL
        """);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CountTable> All { get; } = [Messages, Steps, Reasons, Delays];
}
