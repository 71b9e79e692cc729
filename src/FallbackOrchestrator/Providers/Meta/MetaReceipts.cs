using System.Collections.Frozen;
using System.Text.Json;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>
/// The notifications of WhatsApp: batches of statuses
/// (https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status), and of what people write
/// (<see cref="MetaInbound"/>).
/// </summary>
internal sealed class MetaReceipts(MetaOptions options)
{
    private const string Played = "played";

    private static readonly FrozenDictionary<string, AttemptStatus> Statuses = new Dictionary<string, AttemptStatus>
    {
        ["accepted"] = AttemptStatus.Accepted,
        ["held_for_quality_assessment"] = AttemptStatus.Accepted,
        ["paused"] = AttemptStatus.Accepted,
        ["sent"] = AttemptStatus.Sent,
        ["delivered"] = AttemptStatus.Delivered,
        ["read"] = AttemptStatus.Read,
        [Played] = AttemptStatus.Delivered, // at least: see Receipt.Played
        ["failed"] = AttemptStatus.Undelivered,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly MetaWebhook _webhook = new(options.AppSecret, options.PreviousAppSecret, options.VerifyToken);
    private readonly ErrorTextRedactor _words = options.Redactor();
    private readonly MetaInbound _inbound = new(options);

    public ReceiptParseResult Read(ReceiptRequest request) => _webhook.Read(
        request, Receipts, notification => Values(notification).SelectMany(_inbound.Messages));

    private static IEnumerable<WireObject> Values(WireObject notification) =>
        from entry in notification.Objects("entry")
        from change in entry.Objects("changes")
        where IsOfMessages(change)
        from value in change.Objects("value", JsonValueKind.Object)
        select value;

    private IEnumerable<Receipt> Receipts(WireObject notification) =>
        from value in Values(notification)
        let number = value.Has("statuses") ? value.Object("metadata")?.Text("phone_number_id") : null
        from status in value.Objects("statuses")
        select Read(status, value, number);

    // Calls have statuses too. If the field that tells them apart is missing, the change is read as one of messages.
    private static bool IsOfMessages(WireObject change) =>
        change.Id("field")?.Trim() is not { Length: > 0 } field || field.Equals("messages", StringComparison.OrdinalIgnoreCase);

    private Receipt Read(WireObject status, WireObject value, string? number)
    {
        var said = status.Text("status")?.Trim();
        if (said is null || !Statuses.TryGetValue(said, out var reported))
            return Receipt.Unheard;
        var error = StatusLadder.IsFailure(reported) ? MetaError.In(status, "errors", JsonValueKind.Array) : default;
        return new Receipt(
            Receipt.ReferenceIn(status.Text("biz_opaque_callback_data")),
            status.Id("id"),
            reported,
            status.Time("timestamp"),
            StatusLadder.IsFailure(reported) ? MetaErrors.Table.Failure(error.Code, _words.Redact(error.Words)) : null)
        {
            AccountName = number,
            Details = Details(status, value),
            Played = said.Equals(Played, StringComparison.OrdinalIgnoreCase),
        };
    }

    private static ReceiptDetails? Details(WireObject status, WireObject value)
    {
        var category = status.Has("pricing") ? ReceiptDetails.Usable(status.Object("pricing")?.Text("category")) : null;
        var userId = ReceiptDetails.Usable(status.Text("recipient_user_id") ?? UserIdInContacts(status, value));
        return category is null && userId is null ? null : new ReceiptDetails(category, userId);
    }

    // The contacts of a notification are the people whom its statuses speak of.
    private static string? UserIdInContacts(WireObject status, WireObject value)
    {
        if (!value.Has("contacts") || status.Text("recipient_id") is not { } recipient)
            return null;
        return value.Objects("contacts").FirstOrDefault(contact => contact.Text("wa_id") == recipient)?.Text("user_id");
    }
}
