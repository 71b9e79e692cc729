using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Channels;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// How Twilio signs a webhook (https://www.twilio.com/docs/usage/webhooks/webhooks-security): the address it called, and behind it every
/// parameter of a form, known to us or not; for any other body the address carries the body's hash.
/// </summary>
internal static class TwilioSignature
{
    private const string BodyHash = "bodySHA256";

    public static bool Verifies(RotatingSecret secret, ReceiptRequest request, IEnumerable<KeyValuePair<string, string>> form)
    {
        var signature = request.Headers("X-Twilio-Signature");
        if (QueryHelpers.ParseQuery(request.Url.Query).TryGetValue(BodyHash, out var hash))
        {
            if (!RotatingSecret.Same(hash, Convert.ToHexStringLower(SHA256.HashData(request.Body.Span))))
                return false;
            form = [];
        }
        var parameters = Joined(form);
        return Spellings(request.Url).Any(url => secret.Verifies(signature, key => Sign(key, url + parameters)));
    }

    [SuppressMessage("Security", "CA5350", Justification = "Twilio signs with HMAC-SHA1 and offers nothing else.")]
    internal static string Sign(byte[] key, string text) =>
        Convert.ToBase64String(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(text)));

    /// <summary>Name and value of every parameter, sorted by the bytes of the names; a value that is repeated counts once.</summary>
    internal static string Joined(IEnumerable<KeyValuePair<string, string>> form) => string.Concat(form
        .Distinct()
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => pair.Key + pair.Value));

    // Twilio is not of one mind about whether the default port belongs to what it signs.
    private static IEnumerable<string> Spellings(Uri url) =>
    [
        url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped),
        url.GetComponents(UriComponents.HttpRequestUrl | UriComponents.StrongPort, UriFormat.UriEscaped),
    ];
}
