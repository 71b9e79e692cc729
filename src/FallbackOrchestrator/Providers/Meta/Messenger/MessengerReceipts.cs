using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Meta.Messenger;

/// <summary>
/// The notifications of a Page or an Instagram account
/// (https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events). A delivery names Meta's
/// ids of messages, and so does a Read on Instagram. Our reference is only in the echo of a message, which tells a call with an unknown
/// outcome Meta's id. <see cref="MessengerInbound"/> reads what people write; all else has no meaning here.
/// </summary>
internal sealed class MessengerReceipts(MessengerOptions options)
{
    private const string Delivery = "delivery";
    private const string ReadEvent = "read";
    private const string Message = "message";

    private static readonly string[] OtherEvents =
    [
        "message_edit", "reaction", "postback", "referral", "optin", "account_linking", "policy_enforcement", "policy-enforcement",
        "pass_thread_control", "take_thread_control", "request_thread_control", "app_roles", "game_play", "messaging_feedback",
        "messaging_customer_information", "order", "payment", "appointment",
    ];

    private readonly MetaWebhook _webhook = new(options.AppSecret, options.PreviousAppSecret, options.VerifyToken);

    public ReceiptParseResult Read(ReceiptRequest request) => _webhook.Read(request, Receipts, MessengerInbound.Messages);

    // While another app has the conversation, events stand in "standby" instead.
    private static IEnumerable<Receipt> Receipts(WireObject notification) =>
        from entry in notification.Objects("entry")
        let account = entry.Text("id")
        from events in (string[])["messaging", "standby"]
        where entry.Has(events)
        from one in entry.Objects(events)
        from receipt in Read(one)
        select receipt with { AccountName = account };

    private static IEnumerable<Receipt> Read(WireObject one) =>
        one.Has(Delivery) && one.Object(Delivery) is { } delivery ? Delivered(one, delivery)
        : one.Has(ReadEvent) && one.Object(ReadEvent) is { } read ? Seen(one, read)
        : one.Has(Message) ? Echo(one)
        : OtherEvents.Any(one.Has) ? []
        : [Receipt.Unheard];

    // Old apps of Messenger send no ids. Then only the watermark is left: everything before it was delivered.
    private static IEnumerable<Receipt> Delivered(WireObject one, WireObject delivery)
    {
        var at = one.Time("timestamp") ?? delivery.Time("watermark");
        var ids = delivery.Has("mids") ? delivery.Ids("mids") : [];
        return ids.DefaultIfEmpty().Select(id => new Receipt(Reference: null, id, AttemptStatus.Delivered, at));
    }

    private static IEnumerable<Receipt> Seen(WireObject one, WireObject read)
    {
        if (read.Has("mid"))
            yield return new Receipt(Reference: null, read.Id("mid"), AttemptStatus.Read, one.Time("timestamp"));
    }

    // Messages of people stand here, too, and the echoes of messages that somebody wrote in Meta's inbox.
    private static IEnumerable<Receipt> Echo(WireObject one)
    {
        if (one.Object(Message) is { } message && message.Has("metadata") && Receipt.ReferenceIn(message.Text("metadata")) is { } ours)
            yield return new Receipt(ours, message.Id("mid"), AttemptStatus.Sent, one.Time("timestamp"));
    }
}
