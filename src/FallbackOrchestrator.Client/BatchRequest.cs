namespace FallbackOrchestrator.Client;

/// <summary>Many messages in one request.</summary>
public sealed record BatchRequest
{
    /// <summary>The messages: 1 to 10,000.</summary>
    public required IReadOnlyList<BatchedRequest> Messages { get; init; }

    /// <summary>The values for messages that do not have their own.</summary>
    public BatchTemplate? Template { get; init; }

    /// <summary>Your own id for the batch, at most 100 characters.</summary>
    public string? ClientBatchId { get; init; }

    /// <summary>True if the response is to list every message.</summary>
    public bool IncludeMessagesInResponse { get; init; }
}

/// <summary>Defaults of a batch. If a message has a property, it keeps its own value whole: the two are not merged.</summary>
public sealed record BatchTemplate
{
    /// <summary>The kind of the content.</summary>
    public string? Type => Content?.Type;

    /// <summary>The content of the messages.</summary>
    public Content? Content { get; init; }

    /// <summary>The channels to try, in order.</summary>
    public IReadOnlyList<FallbackStep>? Channels { get; init; }

    /// <summary>The name of one of the subaccount's sequences.</summary>
    public string? Sequence { get; init; }

    /// <summary>The address for receipts, instead of the registered webhook.</summary>
    public string? DlrCallbackUrl { get; init; }

    /// <summary>The time at which to send them, at most 7 days ahead.</summary>
    public DateTimeOffset? Scheduled { get; init; }

    /// <summary>No channel is tried at or after this time.</summary>
    public DateTimeOffset? Expiry { get; init; }

    /// <summary>The order in which they wait for a channel account's limits.</summary>
    public Priority? Priority { get; init; }
}
