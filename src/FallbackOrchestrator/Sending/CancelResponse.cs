namespace FallbackOrchestrator.Sending;

/// <summary>The response to a cancel.</summary>
public sealed record CancelResponse
{
    /// <summary>1 if something could still be stopped, else 0.</summary>
    public required int CancelledCount { get; init; }
}
