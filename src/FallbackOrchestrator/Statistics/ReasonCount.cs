using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Statistics;

/// <summary>The number of attempts that did not succeed for a reason.</summary>
public sealed record ReasonCount
{
    [OneOfChannels]
    public required string Channel { get; init; }

    /// <summary>deadline, notSent, skip or failure.</summary>
    [OneOf("deadline", "notSent", "skip", "failure")]
    public required string Reason { get; init; }

    /// <summary>The highest status that had been reached, if there is no error: queued, accepted, sent, delivered or read.</summary>
    [OneOf("queued", "accepted", "sent", "delivered", "read")]
    public string? Status { get; init; }

    /// <summary>The kind of the error.</summary>
    [OneOf<ErrorClass>]
    public string? ErrorClass { get; init; }

    /// <summary>8x8's receipt error code.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>The attempts.</summary>
    public required long Attempts { get; init; }
}
