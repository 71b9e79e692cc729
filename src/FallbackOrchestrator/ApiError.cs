using System.Text.Json.Serialization;

namespace FallbackOrchestrator;

/// <summary>The body of every error answer, as 8x8 publishes it.</summary>
public sealed record ApiError
{
    /// <summary>The published error code, on which clients branch.</summary>
    public required int Code { get; init; }

    /// <summary>What is wrong and how to correct it; names the field.</summary>
    public required string Message { get; init; }

    /// <summary>Names this error, in our log too where it is our own fault.</summary>
    public required Guid ErrorId { get; init; }

    /// <summary>When it happened.</summary>
    [JsonConverter(typeof(PublishedTime))]
    public required DateTimeOffset Timestamp { get; init; }
}
