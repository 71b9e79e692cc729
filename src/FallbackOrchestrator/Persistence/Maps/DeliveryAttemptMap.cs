using static FallbackOrchestrator.Persistence.Maps.ColumnTypes;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>The table <c>delivery_attempts</c>: attempts that failed. The time is the database's.</summary>
internal static class DeliveryAttemptMap
{
    /// <summary>For inserts.</summary>
    public static RowMap<DeliveryAttemptResult> Rows { get; } = new RowMap<DeliveryAttemptResult>("delivery_attempts")
        .InsertOnly("update_id", Uuid, t => t.Update.Id)
        .InsertOnly("webhook_id", UuidOrNull, t => t.Update.Webhook)
        .InsertOnly("milliseconds", Integer, t => t.Milliseconds)
        .InsertOnly("status", IntegerOrNull, t => t.Response.Status)
        .InsertOnly("result", Enum<WebhookResult>(), t => t.Response.Result)
        .InsertOnly("response", TextOrNull, t => t.Response.Body);
}
