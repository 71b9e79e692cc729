using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending;

/// <summary>The result of one message of a batch.</summary>
public sealed record BatchedStatus
{
    /// <summary><c>queued</c> or <c>rejected</c>.</summary>
    [OneOf("queued", "rejected")]
    public required string State { get; init; }

    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The error code that the message would get in a Send of its own.</summary>
    public int? ErrorCode { get; init; }

    /// <summary>What is wrong and how to correct it.</summary>
    public string? ErrorMessage { get; init; }
}
