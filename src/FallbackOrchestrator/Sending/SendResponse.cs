namespace FallbackOrchestrator.Sending;

/// <summary>The response to a Send: the message is stored.</summary>
public sealed record SendResponse
{
    /// <summary>The message's unique id.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The recipient, as the service understood it.</summary>
    public required SentTo User { get; init; }

    /// <summary>The customer's own id for it.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>Always <c>queued</c>: the message is accepted; this says nothing about delivery.</summary>
    public required SentStatus Status { get; init; }

    /// <summary>Warnings about valid but surprising parts of the request. Extension: 8x8 has no such field.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}
