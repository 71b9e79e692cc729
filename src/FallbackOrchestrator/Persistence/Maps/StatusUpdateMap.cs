using FallbackOrchestrator.Messages;
using Npgsql;
using static FallbackOrchestrator.Persistence.Maps.ColumnTypes;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>
/// The table <c>status_updates</c>: the content of an update, and the data that a replica needs to deliver it. <see cref="StatusUpdates"/>
/// changes its state.
/// </summary>
internal static class StatusUpdateMap
{
    private static readonly RowMap<ClaimedUpdate> Claim = new("status_updates");

    private static readonly Column<Guid> Id = Claim.Key("id", Uuid, u => u.Id);
    private static readonly Column<Guid> MessageId = Claim.Fixed("message_id", Uuid, u => u.Umid.Value);
    private static readonly Column<Guid> CustomerAccount = Claim.Fixed("customer_account_id", Uuid, u => u.Account.Value);
    private static readonly Column<string> EndpointKey = Claim.Fixed("endpoint_key", Text, u => u.EndpointKey);
    private static readonly Column<Guid?> Webhook = Claim.Fixed("webhook_id", UuidOrNull, u => u.Webhook);
    private static readonly Column<string?> Url = Claim.Fixed("url", TextOrNull, u => u.Url?.AbsoluteUri);
    private static readonly Column<string> Body = Claim.Fixed("body", Text, u => u.Body);
    private static readonly Column<int> AttemptCount = Claim.Fixed("attempt_count", Integer, u => u.AttemptCount);
    private static readonly Column<DateTimeOffset> LeaseUntil = Claim.Fixed("lease_until", Time, u => u.LeaseUntil);

    private static readonly Column<string?> TraceParent = Claim.Fixed("trace_parent", TextOrNull, u => u.TraceParent);

    /// <summary>For inserts.</summary>
    public static RowMap<NewStatusUpdate> New { get; } = new RowMap<NewStatusUpdate>("status_updates")
        .InsertOnly("id", Uuid, u => u.Id)
        .InsertOnly("message_id", Uuid, u => u.Umid.Value)
        .InsertOnly("seq", Integer, u => u.Seq)
        .InsertOnly("subaccount_id", Text, u => u.Subaccount.Value)
        .InsertOnly("customer_account_id", Uuid, u => u.Account.Value)
        .InsertOnly("webhook_id", UuidOrNull, u => u.Webhook)
        .InsertOnly("url", TextOrNull, u => u.Url?.AbsoluteUri)
        .InsertOnly("endpoint_key", Text, u => u.EndpointKey)
        .InsertOnly("format", Text, u => u.Format)
        .InsertOnly("body", Text, u => u.Body)
        .InsertOnly("created_at", Time, u => u.CreatedAt)
        .InsertOnly("give_up_at", Time, u => u.GiveUpAt)
        .InsertOnly("trace_parent", TextOrNull, u => u.TraceParent);

    /// <summary>For the reads of claims.</summary>
    public static RowMap<ClaimedUpdate> Claimed => Claim;

    /// <summary>Reads a claimed update.</summary>
    public static ClaimedUpdate Read(NpgsqlDataReader row) => new(
        Id.Read(row),
        new Umid(MessageId.Read(row)),
        new CustomerAccountId(CustomerAccount.Read(row)),
        EndpointKey.Read(row),
        Webhook.Read(row),
        Url.Read(row) is { } url ? new Uri(url) : null,
        Body.Read(row),
        AttemptCount.Read(row),
        LeaseUntil.Read(row))
    {
        TraceParent = TraceParent.Read(row),
    };
}
