using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A status update that is stored with its decision. See <see cref="StatusUpdateRow"/>.</summary>
public sealed record NewStatusUpdate(
    Guid Id,
    Umid Umid,
    int Seq,
    SubaccountId Subaccount,
    CustomerAccountId Account,
    Guid? Webhook,
    Uri? Url,
    string EndpointKey,
    string Format,
    string Body,
    DateTimeOffset CreatedAt,
    DateTimeOffset GiveUpAt)
{
    /// <summary>
    /// Set if this replica has a free slot for the update: it may deliver it until this time, unless an earlier update of the message is
    /// still pending. Null: any replica may claim it.
    /// </summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>The position of its message in a trace; null if it is not traced.</summary>
    public string? TraceParent { get; init; }
}
