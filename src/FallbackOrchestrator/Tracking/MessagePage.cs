namespace FallbackOrchestrator.Tracking;

/// <summary>One page of a search.</summary>
public sealed record MessagePage
{
    /// <summary>The messages, the newest first.</summary>
    public required IReadOnlyList<MessageSummary> Data { get; init; }

    /// <summary>The <c>cursor</c> for the next page; left out on the last page.</summary>
    public string? Cursor { get; init; }
}
