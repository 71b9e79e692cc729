using System.Security.Cryptography;
using FallbackOrchestrator.Channels;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>
/// What all webhooks of Meta have in common: a check of the address by GET, then notifications signed over the raw bytes with the secret
/// of the app (https://developers.facebook.com/docs/graph-api/webhooks/getting-started).
/// </summary>
/// <param name="appSecret">The app's secret.</param>
/// <param name="previousAppSecret">The one before it, if it is still accepted.</param>
/// <param name="verifyToken">The text that Meta sends when it checks the address.</param>
internal sealed class MetaWebhook(string appSecret, string? previousAppSecret, string verifyToken)
{
    internal const string Signature = "X-Hub-Signature-256";

    /// <summary>The longest notification that Meta posts has 3 MB.</summary>
    internal const int MostBytes = 4 * 1024 * 1024;

    private readonly RotatingSecret _secret = new(appSecret, previousAppSecret);

    /// <summary>Verifies and reads a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="receipts">Reads the receipts of one notification.</param>
    /// <param name="inbound">Reads the messages of people in one notification.</param>
    public ReceiptParseResult Read(
        ReceiptRequest request, Func<WireObject, IEnumerable<Receipt>> receipts, Func<WireObject, IEnumerable<InboundMessage>> inbound)
    {
        if (HttpMethods.IsGet(request.Method))
            return Challenged(request);
        if (!_secret.Verifies(request.Headers(Signature), key => Sign(key, request.Body.Span)))
            return new ReceiptParseResult.Unauthentic($"{Signature} is missing or wrong");
        return WireObject.Read(request.Body, request.Unexpected) is { } notifications
            ? ReceiptParseResult.Receipts.Of(notifications.SelectMany(receipts), notifications.SelectMany(inbound))
            : new ReceiptParseResult.Malformed("not a notification of Meta's form");
    }

    internal static string Sign(byte[] key, ReadOnlySpan<byte> body) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(key, body))}";

    private ReceiptParseResult Challenged(ReceiptRequest request)
    {
        var query = QueryHelpers.ParseQuery(request.Url.Query);
        return query.TryGetValue("hub.challenge", out var challenge)
            && query.TryGetValue("hub.mode", out var mode) && mode == "subscribe"
            && query.TryGetValue("hub.verify_token", out var token) && RotatingSecret.Same(token, verifyToken)
            ? new ReceiptParseResult.Challenge(challenge.ToString())
            : new ReceiptParseResult.Unauthentic("hub.verify_token is missing or wrong");
    }
}
