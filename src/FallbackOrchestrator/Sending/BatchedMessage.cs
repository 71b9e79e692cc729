namespace FallbackOrchestrator.Sending;

/// <summary>One message of a batch.</summary>
public sealed record BatchedMessage
{
    /// <summary>The message's unique id. A rejected message has one too, but it cannot be looked up.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The recipient; for a rejected message as the request named it.</summary>
    public SentTo? User { get; init; }

    /// <summary>The customer's own id for it.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary><c>queued</c>, or <c>rejected</c> with the reason.</summary>
    public required BatchedStatus Status { get; init; }

    /// <summary>Warnings about valid but surprising parts of the request.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}
