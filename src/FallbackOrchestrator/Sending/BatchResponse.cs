namespace FallbackOrchestrator.Sending;

/// <summary>The response to a batch.</summary>
public sealed record BatchResponse
{
    /// <summary>The batch's id.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The customer's own id for it.</summary>
    public string? ClientBatchId { get; init; }

    /// <summary>The number of messages that were stored.</summary>
    public required int AcceptedCount { get; init; }

    /// <summary>The number of messages that were rejected.</summary>
    public required int RejectedCount { get; init; }

    /// <summary>Every message in the order of the request, if the request wanted them.</summary>
    public IReadOnlyList<BatchedMessage>? Messages { get; init; }

    /// <summary>
    /// Warnings about valid but surprising parts of the request, and the warnings of messages that are not listed. Extension: 8x8 has no
    /// such field.
    /// </summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}
