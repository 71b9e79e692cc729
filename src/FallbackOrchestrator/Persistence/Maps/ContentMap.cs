using static FallbackOrchestrator.Persistence.Maps.ColumnTypes;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>The table <c>contents</c>.</summary>
internal static class ContentMap
{
    /// <summary>For inserts.</summary>
    public static RowMap<NewMessage> Rows { get; } = new RowMap<NewMessage>("contents")
        .InsertOnly("message_id", Uuid, m => m.Message.Umid.Value)
        .InsertOnly("content", Json, m => ContentJson.Write(m.Content));
}
