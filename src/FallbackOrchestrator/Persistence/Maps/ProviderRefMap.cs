using static FallbackOrchestrator.Persistence.Maps.ColumnTypes;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>The table <c>provider_refs</c>.</summary>
internal static class ProviderRefMap
{
    /// <summary>For inserts.</summary>
    public static RowMap<ProviderRef> Rows { get; } = new RowMap<ProviderRef>("provider_refs")
        .InsertOnly("channel_account_id", Text, r => r.Account.Value)
        .InsertOnly("provider_id", Text, r => r.ProviderId)
        .InsertOnly("message_id", Uuid, r => r.MessageId)
        .InsertOnly("step", Integer, r => r.Step)
        .InsertOnly("created_at", Time, r => r.CreatedAt);
}
