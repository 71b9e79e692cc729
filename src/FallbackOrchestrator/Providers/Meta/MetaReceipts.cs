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

    private static readonly FrozenDictionary<string, Word> Words = new Dictionary<string, Word>
    {
        ["accepted"] = Word.Accepted,
        ["held_for_quality_assessment"] = Word.Accepted,
        ["paused"] = Word.Accepted,
        ["sent"] = Word.Sent,
        ["delivered"] = Word.Delivered,
        ["read"] = Word.Read,
        [Played] = Word.Delivered, // at least: see Receipt.Played
        ["failed"] = Word.Undelivered,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly RotatingSecret _secret = new(options.AppSecret, options.PreviousAppSecret);
    private readonly ProviderWords _words = options.Words();

    public ReceiptReading Read(ReceiptRequest request)
    {
        if (HttpMethods.IsGet(request.Method))
            return Answered(request);
        if (!_secret.Verifies(request.Headers(Signature), key => Sign(key, request.Body.Span)))
            return new ReceiptReading.Unauthentic($"{Signature} is missing or wrong");
        return WireObject.Read(request.Body, request.Odd) is { } notifications
            ? ReceiptReading.Receipts.Of(notifications.SelectMany(Receipts))
            : new ReceiptReading.Malformed("not a notification of Meta's form");
    }

    internal static string Sign(byte[] key, ReadOnlySpan<byte> body) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(key, body))}";

    private ReceiptReading Answered(ReceiptRequest request)
    {
        var query = QueryHelpers.ParseQuery(request.Url.Query);
        return query.TryGetValue("hub.challenge", out var challenge)
            && query.TryGetValue("hub.mode", out var mode) && mode == "subscribe"
            && query.TryGetValue("hub.verify_token", out var token) && RotatingSecret.Same(token, options.VerifyToken)
            ? new ReceiptReading.Challenge(challenge.ToString())
            : new ReceiptReading.Unauthentic("hub.verify_token is missing or wrong");
    }

    private IEnumerable<Receipt> Receipts(WireObject notification) =>
        from entry in notification.Objects("entry")
        from change in entry.Objects("changes")
        where IsOfMessages(change)
        from value in change.Objects("value", JsonValueKind.Object)
        let number = value.Has("statuses") ? value.Object("metadata")?.Text("phone_number_id") : null
        from status in value.Objects("statuses")
        select Read(status, number);

    // Calls have statuses too. What should say of what they are, and does not, decides nothing.
    private static bool IsOfMessages(WireObject change) =>
        change.Id("field")?.Trim() is not { Length: > 0 } field || field.Equals("messages", StringComparison.OrdinalIgnoreCase);

    private Receipt Read(WireObject status, string? number)
    {
        var said = status.Text("status")?.Trim();
        if (said is null || !Words.TryGetValue(said, out var word))
            return Receipt.Unheard;
        var error = default((int? Code, string? Words));
        if (Ladder.IsFailure(word))
            error = MetaErrors.In(status, "errors", JsonValueKind.Array);
        return new Receipt(
            Receipt.ReferenceIn(status.Text("biz_opaque_callback_data")),
            status.Id("id"),
            word,
            status.Time("timestamp"),
            Ladder.IsFailure(word) ? MetaErrors.Table.Failure(error.Code, _words.Fit(error.Words)) : null)
        {
            Named = number,
            Played = said.Equals(Played, StringComparison.OrdinalIgnoreCase),
        };
    }
}
