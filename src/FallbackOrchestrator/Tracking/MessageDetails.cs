namespace FallbackOrchestrator.Tracking;

/// <summary>8x8's message details: one record for every attempt.</summary>
public sealed record MessageDetails
{
    /// <summary>The attempts in the order of their steps.</summary>
    public required IReadOnlyList<AttemptDetails> Data { get; init; }
}
