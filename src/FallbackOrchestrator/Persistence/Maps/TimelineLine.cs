using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>A line of a message's timeline, as it is written.</summary>
internal readonly record struct TimelineLine(Guid MessageId, int Seq, DateTimeOffset At, TimelineEntry Entry);
