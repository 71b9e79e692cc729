using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>
/// The beginning of a timeline whose first step starts at once: the attempt was queued and, if its account admitted it, called, both at the
/// moment of the Send. These lines follow from the message, so they are not stored.
/// </summary>
public static class ImpliedTimeline
{
    /// <summary>The lines of this beginning.</summary>
    public static ImmutableArray<TimelineEntry> Of(FallbackSequence sequence) =>
    [
        new(1, Cause.Request, new MessageEvent.AttemptQueued(sequence[1].Channel, sequence[1].Account)),
        new(1, Cause.Dispatch, new MessageEvent.CallStarted(1)),
    ];

    /// <summary>The number of lines of a new timeline that belong to this beginning.</summary>
    public static int LengthIn(ImmutableArray<TimelineEntry> timeline, FallbackSequence sequence) =>
        timeline.Zip(Of(sequence)).TakeWhile(pair => pair.First == pair.Second).Count();
}
