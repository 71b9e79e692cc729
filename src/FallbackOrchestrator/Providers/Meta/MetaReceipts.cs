using System.Collections.Frozen;
using System.Security.Cryptography;
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
    private const string Signature = "X-Hub-Signature-256";

    private static readonly FrozenDictionary<string, Word> Words = new Dictionary<string, Word>
    {
        ["accepted"] = Word.Accepted,
        ["held_for_quality_assessment"] = Word.Accepted,
        ["paused"] = Word.Accepted,
        ["sent"] = Word.Sent,
        ["delivered"] = Word.Delivered,
        ["read"] = Word.Read,
        ["failed"] = Word.Undelivered,
    }.ToFrozenDictionary();

    private readonly RotatingSecret _secret = new(options.AppSecret, options.PreviousAppSecret);
    private readonly ProviderWords _words = options.Words();

    public ReceiptReading Read(ReceiptRequest request)
    {
        if (HttpMethods.IsGet(request.Method))
            return Answered(request);
        if (!_secret.Verifies(request.Headers(Signature), key => Sign(key, request.Body.Span)))
            return new ReceiptReading.Unauthentic($"{Signature} is missing or wrong");
        return JsonWire.Read(request.Body, MetaJson.Default.MetaNotification) is { } notification
            ? new ReceiptReading.Receipts([.. Statuses(notification).Select(status => Read(status, request.Now)).OfType<Receipt>()])
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

    private static IEnumerable<MetaStatus> Statuses(MetaNotification notification) =>
        from entry in notification.Entry ?? []
        from change in entry?.Changes ?? []
        where change?.Field == "messages"
        from raw in JsonWire.Read(change.Value, MetaJson.Default.MetaMessages)?.Statuses ?? []
        let status = JsonWire.Read(raw, MetaJson.Default.MetaStatus)
        where status is not null
        select status;

    private Receipt? Read(MetaStatus status, DateTimeOffset now)
    {
        if (!Words.TryGetValue(status.Status ?? "", out var word))
            return null;
        AttemptReference? reference = AttemptReference.TryParse(status.BizOpaqueCallbackData, out var ours) ? ours : null;
        if (reference is null && string.IsNullOrEmpty(status.Id))
            return null;
        var at = UnixTime.TryRead(status.Timestamp) ?? now;
        return new Receipt(reference, status.Id, word, at, Ladder.IsFailure(word) ? Error(status) : null);
    }

    private AttemptError Error(MetaStatus status)
    {
        var error = status.Errors?.FirstOrDefault();
        return MetaErrors.Table.Failure(error?.Code, _words.Fit(error?.ErrorData?.Details ?? error?.Title ?? error?.Message));
    }
}
