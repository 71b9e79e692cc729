using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Channels;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// Twilio's signature of a webhook (https://www.twilio.com/docs/usage/webhooks/webhooks-security). It covers the address that Twilio
/// called, followed by every parameter of a form, known or not; for any other body, the address contains the body's hash.
/// </summary>
internal static class TwilioSignature
{
    internal const string Header = "X-Twilio-Signature";

    private const string BodyHash = "bodySHA256";

    public static bool Verifies(RotatingSecret secret, ReceiptRequest request, IEnumerable<KeyValuePair<string, string>> form)
    {
        var signature = request.Headers(Header);
        if (string.IsNullOrEmpty(signature))
            return false;
        if (HashIn(request) is { } hash)
        {
            if (!RotatingSecret.Same(hash.ToLowerInvariant(), Convert.ToHexStringLower(SHA256.HashData(request.Body.Span))))
                return false;
            form = [];
        }
        var parameters = Joined(form);
        return Spellings(request.Url).Any(url => secret.Verifies(signature, key => Sign(key, url + parameters)));
    }

    /// <summary>The hash of the body in the address; null if the body is a form, whose parameters are signed.</summary>
    internal static string? HashIn(ReceiptRequest request) =>
        QueryHelpers.ParseQuery(request.Url.Query).TryGetValue(BodyHash, out var hash) ? hash.ToString() : null;

    [SuppressMessage("Security", "CA5350", Justification = "Twilio signs with HMAC-SHA1 and offers nothing else.")]
    internal static string Sign(byte[] key, string text) =>
        Convert.ToBase64String(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(text)));

    /// <summary>Name and value of every parameter, sorted by the bytes of the names; a repeated value counts once.</summary>
    internal static string Joined(IEnumerable<KeyValuePair<string, string>> form) => string.Concat(form
        .Distinct()
        .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        .ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => pair.Key + pair.Value));

    /// <summary>
    /// The spellings of an address that Twilio may have signed. It may be with or without its port (Twilio is inconsistent about any port,
    /// and its own libraries try both); with its host in Unicode or in ASCII (RFC 3492); and with its percent-encodings as they came, in
    /// their normal form, or without the unnecessary ones. All of them name the same resource; case is never changed.
    /// </summary>
    private static IEnumerable<string> Spellings(Uri url)
    {
        string[] hosts = [url.GetComponents(UriComponents.Host, UriFormat.UriEscaped), .. Ascii(url)];
        string[] paths =
        [
            AsItCame(url),
            url.GetComponents(UriComponents.PathAndQuery, UriFormat.UriEscaped),
            url.GetComponents(UriComponents.PathAndQuery, UriFormat.SafeUnescaped),
        ];
        return
            from host in hosts.Distinct(StringComparer.Ordinal)
            from path in paths.Distinct(StringComparer.Ordinal)
            from port in (string[])["", $":{url.Port}"]
            select $"{url.Scheme}://{host}{port}{path}";
    }

    private static IEnumerable<string> Ascii(Uri url) => url.HostNameType == UriHostNameType.Dns ? [url.IdnHost] : [];

    private static string AsItCame(Uri url)
    {
        var text = url.OriginalString;
        var path = text.IndexOf('/', text.IndexOf("://", StringComparison.Ordinal) + 3);
        var end = text.IndexOf('#', StringComparison.Ordinal);
        return path < 0 ? url.PathAndQuery : text[path..(end < path ? text.Length : end)];
    }
}
