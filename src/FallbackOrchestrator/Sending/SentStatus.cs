using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending;

/// <summary>The status of a message that was just accepted.</summary>
public sealed record SentStatus
{
    /// <summary><c>queued</c>.</summary>
    [OneOf("queued")]
    public required string State { get; init; }

    /// <summary>The time at which it was stored.</summary>
    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset Timestamp { get; init; }
}
