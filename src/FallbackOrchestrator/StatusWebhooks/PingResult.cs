namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>The result of a ping.</summary>
public sealed record PingResult
{
    public required bool Delivered { get; init; }

    /// <summary>delivered, refused, redirected, gone, timedOut, unreachable or noToken.</summary>
    [OneOf("delivered", "refused", "redirected", "gone", "timedOut", "unreachable", "noToken")]
    public required string Result { get; init; }

    /// <summary>The HTTP status of the endpoint's response.</summary>
    public int? Status { get; init; }

    public required int Milliseconds { get; init; }
}
