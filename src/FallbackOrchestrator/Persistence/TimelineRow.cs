using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>One line of a message's timeline.</summary>
public sealed class TimelineRow
{
    public Guid MessageId { get; init; }

    /// <summary>Its place in the timeline, from 1, without gaps; the first ones are not stored where they are an <see cref="ImpliedTimeline"/>.</summary>
    public int Seq { get; init; }

    public DateTimeOffset At { get; init; }
    public int? Step { get; init; }
    public Cause Cause { get; init; }

    /// <summary>The kind of <see cref="MessageEvent"/>, in camel case.</summary>
    public string What { get; init; } = "";

    /// <summary>The event's own facts, as JSON.</summary>
    public string? Detail { get; init; }
}
