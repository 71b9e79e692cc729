using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Statistics;

/// <summary>A step of a sequence, without its account.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="SuccessStatus">The status at which the step is done.</param>
/// <param name="FallbackAfter">The window in seconds; left out for a step that has none.</param>
public sealed record SequenceStep(
    [property: OneOfChannels] string Channel,
    [property: OneOf<SuccessStatus>(asDeclared: true)] string SuccessStatus,
    double? FallbackAfter = null);
