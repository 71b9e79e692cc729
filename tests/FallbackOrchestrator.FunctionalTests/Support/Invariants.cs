namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// What holds of every message that has come to its end, whatever happened to it. Reads the rows, not the service's own views.
/// </summary>
internal static class Invariants
{
    private static readonly (string Sentence, string Violations)[] All =
    [
        ("every message ends", "SELECT id FROM messages WHERE state <> 'completed'"),

        ("nothing is left in a queue or at a provider",
            "SELECT message_id FROM attempts WHERE handover IN ('queued', 'calling')"),

        ("a message has succeeded exactly when an attempt stands at its success",
            """
            SELECT id FROM messages m WHERE (outcome = 'succeeded') <> EXISTS (
                SELECT FROM attempts a, LATERAL (SELECT lower(m.steps -> (a.step - 1) ->> 'success') AS asked) s, LATERAL (
                    SELECT CASE WHEN a.step = jsonb_array_length(m.steps) AND asked = 'read' THEN 'delivered' ELSE asked END AS needed) n
                WHERE a.message_id = m.id
                    AND array_position(ARRAY['accepted', 'sent', 'delivered', 'read'], a.best_status)
                        >= array_position(ARRAY['accepted', 'sent', 'delivered', 'read'], needed)
                    AND (a.failure IS NULL OR a.best_status IN ('delivered', 'read')))
            """),

        ("an attempt is called once, and once more for each deferral and for the one resend",
            "SELECT message_id FROM attempts WHERE epoch > 1 + deferrals + (resend = 'called')::int"),

        ("the timeline has no gap after what follows from the message",
            """
            SELECT id FROM messages LEFT JOIN timeline ON message_id = id
            GROUP BY id, timeline_length
            HAVING coalesce(max(seq), timeline_length) <> timeline_length OR timeline_length - count(seq) > 2
                OR coalesce(min(seq), timeline_length + 1) <> timeline_length - count(seq) + 1
            """),

        ("no call starts after the end",
            """
            SELECT c.message_id FROM timeline c JOIN timeline e ON e.message_id = c.message_id AND e.seq < c.seq
            WHERE c.what = 'callStarted' AND e.what = 'messageCompleted' AND NOT EXISTS (
                SELECT FROM timeline t WHERE t.message_id = c.message_id AND t.what = 'successTakenBack' AND t.seq BETWEEN e.seq AND c.seq)
            """),

        ("a window is never cut short",
            """
            SELECT a.message_id FROM attempts a JOIN messages m ON m.id = a.message_id
            JOIN attempts later ON later.message_id = a.message_id AND later.step = a.step + 1
            WHERE a.leave_reason = 'deadline' AND m.steps -> (a.step - 1) ->> 'fallbackAfter' IS NOT NULL
                AND later.queued_at < a.leased_at + make_interval(secs => (m.steps -> (a.step - 1) ->> 'fallbackAfter')::float8)
            """),
    ];

    public static async Task HoldAsync(World world)
    {
        foreach (var (sentence, violations) in All)
        {
            var found = await world.QueryAsync<Guid[]>($"SELECT ARRAY({violations} LIMIT 3)");
            found.Should().BeEmpty(sentence);
        }
        foreach (var attempt in world.Calls().Where(call => call.Reference is not null).GroupBy(call => call.Reference))
        {
            var leases = await world.QueryAsync<int>(
                "SELECT epoch FROM attempts WHERE replace(message_id::text, '-', '') || '-' || step = $1", attempt.Key!);
            attempt.Count().Should().BeLessThanOrEqualTo(leases, "a provider is called under a lease only ({0})", attempt.Key);
        }
        world.Log.Lines.Where(line => !IsOfProviders(line)).Should().BeEmpty("nothing went wrong");
    }

    // Providers of these tests fail on purpose, and the log says so.
    private static bool IsOfProviders(string line) =>
        line.StartsWith("Warning: The circuit of ", StringComparison.Ordinal) || line.StartsWith("Warning: No call of ", StringComparison.Ordinal);
}
