using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A status update to be stored with the decision that it tells of. See <see cref="StatusUpdateRow"/>.</summary>
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
    /// Where this replica has a place for it: until when it may deliver the update, unless an earlier one of the message is still owed. Null
    /// leaves it to whoever claims it.
    /// </summary>
    public DateTimeOffset? LeaseUntil { get; init; }
}
