using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages;

/// <summary>
/// How the record of a message begins whose first step starts at once: it was queued and, if its account admitted it, called, all in the
/// moment of the Send. That follows from the message, so these lines need not be stored.
/// </summary>
public static class ImpliedTimeline
{
    /// <summary>The lines of such a beginning.</summary>
    public static ImmutableArray<TimelineEntry> Of(FallbackSequence sequence) =>
    [
        new(1, Cause.Request, new MessageEvent.AttemptQueued(sequence[1].Channel, sequence[1].Account)),
        new(1, Cause.Dispatch, new MessageEvent.CallStarted(1)),
    ];

    /// <summary>How many lines of a new message's record are such a beginning.</summary>
    public static int LengthIn(ImmutableArray<TimelineEntry> timeline, FallbackSequence sequence) =>
        timeline.Zip(Of(sequence)).TakeWhile(pair => pair.First == pair.Second).Count();
}
