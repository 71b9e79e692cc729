using System.Globalization;
using System.Threading.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Subaccounts;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Makes the status updates of a change, each in its endpoint's format. The body is written once, here: it reports the state at the
/// decision, and is the same in every delivery attempt.
/// </summary>
internal sealed class StatusUpdateOutbox(
    WebhookDirectory webhooks, SubaccountDirectory subaccounts, EndpointSlots slots,
        IOptions<StatusWebhooksOptions> options) : IStatusUpdates
{
    /// <summary>
    /// The time for which one replica may deliver an update: 15 seconds longer than the longest call, which includes the request for a
    /// token.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.Parse(
        StatusWebhooksOptions.LongestTimeout, CultureInfo.InvariantCulture) + TimeSpan.FromSeconds(15);

    private readonly Channel<ClaimedUpdate> _granted =
        System.Threading.Channels.Channel.CreateUnbounded<ClaimedUpdate>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Updates to deliver at once, under the lease with which they were stored.</summary>
    public ChannelReader<ClaimedUpdate> Granted => _granted.Reader;

    public IReadOnlyList<NewStatusUpdate> Create(MessageChange change)
    {
        var message = change.Decision.Message;
        if (change.Decision.Timeline.IsEmpty || subaccounts.AccountOf(message.Subaccount) is not { } account)
            return [];
        var endpoints = EndpointsOf(account, change);
        if (endpoints.Count == 0)
            return [];
        // All bodies are written before a slot is taken, so that a failure keeps no slot.
        var written = endpoints.GroupBy(endpoint => endpoint.Format)
            .SelectMany(
                format => Written(format.Key,
                    change).Select((told, place) => (Endpoints: format, told.Seq, told.Body, IsFirst: place == 0)))
            .ToList();
        // Of several updates about one message, only the first can be delivered at once; the others wait for it.
        return [.. written.SelectMany(told => told.Endpoints.Select(endpoint => Update(account, endpoint, change, told.Seq, told.Body,
            told.IsFirst)))];
    }

    public void Stored(IReadOnlyList<NewStatusUpdate> updates, IReadOnlySet<Guid> granted)
    {
        foreach (var update in updates)
        {
            if (update.LeaseUntil is { } lease && granted.Contains(update.Id))
            {
                _granted.Writer.TryWrite(new ClaimedUpdate(
                    update.Id, update.Umid, update.Account, update.EndpointKey, update.Webhook, update.Url, update.Body, AttemptCount: 1,
                    lease)
                {
                    TraceParent = update.TraceParent,
                });
                continue;
            }
            if (update.LeaseUntil is not null)
                slots.Leave(update.EndpointKey, update.Umid, look: false);
            slots.NoteWaiting(update.EndpointKey, update.Umid);
        }
    }

    public void Release(IReadOnlyList<NewStatusUpdate> updates)
    {
        foreach (var update in updates.Where(update => update.LeaseUntil is not null))
            slots.Leave(update.EndpointKey, update.Umid, look: false);
    }

    // A message's own address replaces its receipt webhooks, as at 8x8. Our own events are no receipts: they are always sent to their
    // webhooks.
    private List<Endpoint> EndpointsOf(CustomerAccountId account, MessageChange change)
    {
        var registered = webhooks.Of(account, change.Decision.Message.Subaccount).ToList();
        if (change.ReceiptUrl is not { } url)
            return registered.ConvertAll(
                webhook => new Endpoint(webhook.Id, null, webhook.EndpointKey, webhook.Format, !webhook.IsStopped));
        var replaced = registered.Find(webhook => webhook.Format != WebhookFormat.Events1);
        return
        [
            .. registered.Where(webhook => webhook.Format == WebhookFormat.Events1)
                .Select(webhook => new Endpoint(webhook.Id, null, webhook.EndpointKey, webhook.Format, !webhook.IsStopped)),
            new Endpoint(
                (replaced ?? registered.FirstOrDefault())?.Id,
                url,
                $"url:{account.Value:N}:{url.GetLeftPart(UriPartial.Authority)}",
                replaced?.Format ?? WebhookFormat.Receipt9,
                MayBeCalled: true),
        ];
    }

    private static IEnumerable<(int Seq, string Body)> Written(string format, MessageChange change) => format == WebhookFormat.Events1
        ? TimelineEvents.Of(change)
        : PublishedReceipts.Of(change).Select(receipt => (receipt.Seq, PublishedReceipts.Write(receipt, change, format)));

    private NewStatusUpdate Update(CustomerAccountId account, Endpoint endpoint, MessageChange change, int seq, string body, bool mayGo) =>
        new(
        Guid.CreateVersion7(change.Now),
        change.Decision.Message.Umid,
        seq,
        change.Decision.Message.Subaccount,
        account,
        endpoint.Webhook,
        endpoint.Url,
        endpoint.Key,
        endpoint.Format,
        body,
        change.Now,
        change.Now + options.Value.KeepTrying)
    {
        LeaseUntil = mayGo && endpoint.MayBeCalled && slots.TryEnter(endpoint.Key, change.Decision.Message.Umid)
            ? change.Now + Lease : null,
        TraceParent = change.TraceParent,
    };

    private sealed record Endpoint(Guid? Webhook, Uri? Url, string Key, string Format, bool MayBeCalled);
}
