using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>The effect of delivery attempts on their webhook.</summary>
internal static class Webhooks
{
    // Written only if something changes: an endpoint that works costs no update of its row.
    private const string Worked = "UPDATE webhooks SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL";

    private static readonly string Gone = Noted(
        """
        UPDATE webhooks SET enabled = false, stopped_at = orchestrator_now(), stopped_because = 'gone'
        WHERE id = $1 AND stopped_at IS NULL
        """);

    private static readonly string Failed = Noted(
        """
        UPDATE webhooks
        SET failing_since = COALESCE(failing_since, orchestrator_now()),
            stopped_at = CASE WHEN failing_since IS NOT NULL THEN orchestrator_now() END,
            stopped_because = CASE WHEN failing_since IS NOT NULL THEN 'failing' END
        WHERE id = $1 AND stopped_at IS NULL AND (failing_since IS NULL OR failing_since <= orchestrator_now() - $2)
        """);

    /// <summary>The command that records an attempt at its webhook. It returns a row if the attempt stopped the webhook.</summary>
    public static NpgsqlBatchCommand Note(Guid webhook, WebhookResult result, TimeSpan stopAfter)
    {
        var id = RowArrays.Parameter(webhook);
        return result switch
        {
            WebhookResult.Delivered => RowArrays.Command(Worked, id),
            WebhookResult.Gone => RowArrays.Command(Gone, id),
            _ => RowArrays.Command(Failed, id, RowArrays.Parameter(stopAfter)),
        };
    }

    private static string Noted(string update) =>
        $"""
        WITH changed AS ({update} RETURNING *),
        noted AS ({OperationalEvents.NoteDisabled("changed")})
        SELECT id, stopped_because, customer_account_id, subaccount_id, url FROM changed
        """;
}
