using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Persistence.Maps.ColumnTypes;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>The table <c>timeline</c>. Customers' reads go through EF Core (<see cref="TimelineRow"/>).</summary>
internal static class TimelineMap
{
    /// <summary>For inserts.</summary>
    public static RowMap<TimelineLine> Rows { get; } = new RowMap<TimelineLine>("timeline")
        .InsertOnly("message_id", Uuid, t => t.MessageId)
        .InsertOnly("seq", Integer, t => t.Seq)
        .InsertOnly("at", Time, t => t.At)
        .InsertOnly("step", IntegerOrNull, t => t.Entry.Step)
        .InsertOnly("cause", Enum<Cause>(), t => t.Entry.Cause)
        .InsertOnly("what", Text, t => TimelineDetail.Kind(t.Entry.Event))
        .InsertOnly("detail", JsonOrNull, t => TimelineDetail.Json(t.Entry.Event));
}
