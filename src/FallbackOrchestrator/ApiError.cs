using System.Text.Json.Serialization;

namespace FallbackOrchestrator;

/// <summary>The body of every error response, as 8x8 publishes it.</summary>
public sealed record ApiError
{
    /// <summary>The published error code, on which clients depend.</summary>
    public required int Code { get; init; }

    /// <summary>What is wrong and how to correct it; names the field.</summary>
    public required string Message { get; init; }

    /// <summary>The id of this error; the log of the service contains it too.</summary>
    public required Guid ErrorId { get; init; }

    /// <summary>The time of the error.</summary>
    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset Timestamp { get; init; }
}
