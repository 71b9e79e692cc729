using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>
/// Meta's webhook: a check of the address by GET, then batches of statuses signed over the raw bytes
/// (https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status).
/// </summary>
internal sealed class MetaReceipts(MetaOptions options)
{
    internal const string Signature = "X-Hub-Signature-256";

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

    private readonly RotatingSecret _secret = new(options.AppSecret, options.PreviousAppSecret);
    private readonly ErrorTextRedactor _words = options.Redactor();

    public ReceiptParseResult Read(ReceiptRequest request)
    {
        if (HttpMethods.IsGet(request.Method))
            return Challenged(request);
        if (!_secret.Verifies(request.Headers(Signature), key => Sign(key, request.Body.Span)))
            return new ReceiptParseResult.Unauthentic($"{Signature} is missing or wrong");
        return WireObject.Read(request.Body, request.Unexpected) is { } notifications
            ? ReceiptParseResult.Receipts.Of(notifications.SelectMany(Receipts))
            : new ReceiptParseResult.Malformed("not a notification of Meta's form");
    }

    internal static string Sign(byte[] key, ReadOnlySpan<byte> body) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(key, body))}";

    private ReceiptParseResult Challenged(ReceiptRequest request)
    {
        var query = QueryHelpers.ParseQuery(request.Url.Query);
        return query.TryGetValue("hub.challenge", out var challenge)
            && query.TryGetValue("hub.mode", out var mode) && mode == "subscribe"
            && query.TryGetValue("hub.verify_token", out var token) && RotatingSecret.Same(token, options.VerifyToken)
            ? new ReceiptParseResult.Challenge(challenge.ToString())
            : new ReceiptParseResult.Unauthentic("hub.verify_token is missing or wrong");
    }

    private IEnumerable<Receipt> Receipts(WireObject notification) =>
        from entry in notification.Objects("entry")
        from change in entry.Objects("changes")
        where IsOfMessages(change)
        from value in change.Objects("value", JsonValueKind.Object)
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
        var error = default((int? Code, string? Words));
        if (StatusLadder.IsFailure(reported))
            error = MetaErrors.In(status, "errors", JsonValueKind.Array);
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
