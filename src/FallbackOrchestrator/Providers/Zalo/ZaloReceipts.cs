using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Zalo;

/// <summary>
/// Zalo's webhook: one event of the app a request. The signature is a plain SHA-256 over the app's id, the raw bytes, the time in them and
/// the Official Account's secret key. Zalo wants 200 within two seconds, repeats an event for hours, and then may switch the webhook off.
/// </summary>
internal sealed class ZaloReceipts(ZaloOptions options)
{
    internal const string Signature = "X-ZEvent-Signature";

    private const string Mark = "mac=";
    private const string Received = "user_received_message";

    // The beginnings of the names of all other events: what people write and do, the Official Account's own messages, changes of templates
    // and of limits, journeys.
    private static readonly string[] OtherEvents =
        ["user_", "oa_", "anonymous_", "follow", "unfollow", "add_user_", "remove_user_", "shop_", "change_", "event_", "journey_", "widget_"];

    private readonly RotatingSecret _secret = new(options.OaSecretKey, options.PreviousOaSecretKey);

    public ReceiptParseResult Read(ReceiptRequest request)
    {
        // Nothing of a stranger's body is noted: it is read for its time only.
        var signedAt = WireObject.Read(request.Body, new UnexpectedMembers()) is [var first, ..] ? first.Text("timestamp") : null;
        var signature = request.Headers(Signature)?.Replace(Mark, "", StringComparison.Ordinal);
        if (!_secret.Verifies(signature, key => Sign(key, options.AppId, request.Body.Span, signedAt ?? "")))
            return new ReceiptParseResult.Unauthentic($"{Signature} is missing or wrong");
        return WireObject.Read(request.Body, request.Unexpected) is { } events
            ? ReceiptParseResult.Receipts.Of(events.SelectMany(Receipts))
            : new ReceiptParseResult.Malformed("not an event of Zalo's form");
    }

    internal static string Sign(byte[] key, string appId, ReadOnlySpan<byte> body, string timestamp)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(appId));
        hash.AppendData(body);
        hash.AppendData(Encoding.UTF8.GetBytes(timestamp));
        hash.AppendData(key);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<Receipt> Receipts(WireObject one)
    {
        var name = one.Text("event_name")?.Trim() ?? "";
        if (!name.Equals(Received, StringComparison.OrdinalIgnoreCase))
            return OtherEvents.Any(other => name.StartsWith(other, StringComparison.OrdinalIgnoreCase)) ? [] : [Receipt.Unheard];
        var message = one.Object("message");
        var reference = Receipt.ReferenceIn(message?.Text("tracking_id"));
        // Without both it is a message of the Official Account to a follower, which has the same event.
        return reference is null && message?.Has("delivery_time") != true
            ? []
            : [new Receipt(reference, message?.Id("msg_id"), AttemptStatus.Delivered, message?.Time("delivery_time"))];
    }
}
