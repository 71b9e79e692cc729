using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Tracking;

/// <summary>A step of an exported message that was started.</summary>
public sealed record ExportedStep
{
    /// <summary>Its number, from 1.</summary>
    public required int Step { get; init; }

    [OneOfChannels]
    public required string Channel { get; init; }

    /// <summary>The highest status received, as in the timeline.</summary>
    public required string Status { get; init; }

    /// <summary>
    /// Why the message went on to the next step: deadline, notSent, skip or failure; failure also for a last step that failed.
    /// </summary>
    [OneOf("deadline", "notSent", "skip", "failure")]
    public string? Reason { get; init; }

    /// <summary>The kind of the error, if it failed or could not be handed over.</summary>
    [OneOf<ErrorClass>]
    public string? ErrorClass { get; init; }

    /// <summary>8x8's receipt error code.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>The segments of an SMS, for as long as the content is kept.</summary>
    public int? Segments { get; init; }
}
