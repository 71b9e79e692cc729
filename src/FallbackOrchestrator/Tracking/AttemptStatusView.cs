using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Tracking;

/// <summary>8x8's status object.</summary>
public sealed record AttemptStatusView
{
    /// <summary><c>queued</c>, <c>sent</c>, <c>delivered</c>, <c>read</c>, <c>undelivered</c> or <c>rejected</c>.</summary>
    [OneOf("queued", "sent", "delivered", "read", "undelivered", "rejected")]
    public required string State { get; init; }

    public string? Detail { get; init; }

    /// <summary>The time of the status.</summary>
    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset Timestamp { get; init; }

    public int? ErrorCode { get; init; }
    public string? ErrorMessage { get; init; }
}
