using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A status update that this replica may deliver until its lease ends.</summary>
public sealed record ClaimedUpdate(
    Guid Id,
    Umid Umid,
    CustomerAccountId Account,
    string EndpointKey,
    Guid? Webhook,
    Uri? Url,
    string Body,
    int AttemptCount,
    DateTimeOffset LeaseUntil)
{
    /// <summary>The position of its message in a trace; null if it is not traced.</summary>
    public string? TraceParent { get; init; }
}
