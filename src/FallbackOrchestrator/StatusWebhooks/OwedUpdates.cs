using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Subaccounts;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Says what customers are owed about a change, each update in its endpoint's format. The body is written here, once: it tells what was
/// true at the decision, and stays the same at every attempt to deliver it.
/// </summary>
internal sealed class OwedUpdates(
    WebhookDirectory webhooks, SubaccountDirectory subaccounts, IOptions<StatusWebhooksOptions> options) : IStatusUpdates
{
    /// <summary>Raised when there is something to deliver.</summary>
    public Signal Owed { get; } = new();

    public void Wake() => Owed.Raise();

    public IEnumerable<NewStatusUpdate> About(Change change)
    {
        var message = change.Decision.Message;
        if (change.Decision.Timeline.IsEmpty || subaccounts.AccountOf(message.Subaccount) is not { } account)
            return [];
        var endpoints = EndpointsOf(account, change);
        if (endpoints.Count == 0)
            return [];
        var owed = new List<NewStatusUpdate>();
        foreach (var format in endpoints.GroupBy(endpoint => endpoint.Format))
        {
            foreach (var (seq, body) in Written(format.Key, change))
                owed.AddRange(format.Select(endpoint => Update(account, endpoint, change, seq, body)));
        }
        return owed;
    }

    // A message's own address replaces the receipt webhooks for it, as 8x8 has it. Our own events are no receipts: they go where they always go.
    private List<Endpoint> EndpointsOf(Guid account, Change change)
    {
        var registered = webhooks.Of(account, change.Decision.Message.Subaccount).ToList();
        if (change.ReceiptUrl is not { } url)
            return registered.ConvertAll(webhook => new Endpoint(webhook.Id, null, webhook.Lane, webhook.Format));
        var replaced = registered.Find(webhook => webhook.Format != WebhookFormat.Events1);
        return
        [
            .. registered.Where(webhook => webhook.Format == WebhookFormat.Events1)
                .Select(webhook => new Endpoint(webhook.Id, null, webhook.Lane, webhook.Format)),
            new Endpoint(
                (replaced ?? registered.FirstOrDefault())?.Id,
                url,
                $"url:{account:N}:{url.GetLeftPart(UriPartial.Authority)}",
                replaced?.Format ?? WebhookFormat.Receipt9),
        ];
    }

    private static IEnumerable<(int Seq, string Body)> Written(string format, Change change) => format == WebhookFormat.Events1
        ? TimelineEvents.Of(change)
        : PublishedReceipts.Of(change).Select(receipt => (receipt.Seq, PublishedReceipts.Write(receipt, change, format)));

    private NewStatusUpdate Update(Guid account, Endpoint endpoint, Change change, int seq, string body) => new(
        Guid.CreateVersion7(change.Now),
        change.Decision.Message.Umid,
        seq,
        change.Decision.Message.Subaccount,
        account,
        endpoint.Webhook,
        endpoint.Url,
        endpoint.Lane,
        endpoint.Format,
        body,
        change.Now,
        change.Now + options.Value.KeepTrying);

    private sealed record Endpoint(Guid? Webhook, Uri? Url, string Lane, string Format);
}
