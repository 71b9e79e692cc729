using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>One line of a message's timeline.</summary>
public sealed class TimelineRow
{
    public Guid MessageId { get; init; }

    /// <summary>
    /// Its number in the timeline, from 1, without gaps. The first lines are not stored if they are an <see cref="ImpliedTimeline"/>.
    /// </summary>
    public int Seq { get; init; }

    public DateTimeOffset At { get; init; }
    public int? Step { get; init; }
    public Cause Cause { get; init; }

    /// <summary>The kind of <see cref="MessageEvent"/>, in camel case.</summary>
    public string What { get; init; } = "";

    /// <summary>The event's details, as JSON.</summary>
    public string? Detail { get; init; }
}
