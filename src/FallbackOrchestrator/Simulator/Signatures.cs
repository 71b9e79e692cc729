using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FallbackOrchestrator.Simulator;

/// <summary>The providers' signatures, written from their own documentation and not shared with any adapter.</summary>
internal static class Signatures
{
    private static readonly string JwtHeader = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <summary>Meta's <c>X-Hub-Signature-256</c>: HMAC-SHA256 over the raw body with the app secret.</summary>
    public static string Meta(string appSecret, ReadOnlySpan<byte> body) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(appSecret), body))}";

    /// <summary>Google's <c>X-Goog-Signature</c>: HMAC-SHA512 over the decoded data with the client token of the webhook.</summary>
    public static string Google(string clientToken, ReadOnlySpan<byte> data) =>
        Convert.ToBase64String(HMACSHA512.HashData(Encoding.UTF8.GetBytes(clientToken), data));

    /// <summary>Twilio's <c>X-Twilio-Signature</c>: HMAC-SHA1 over the address as called and every parameter, sorted by name.</summary>
#pragma warning disable CA5350 // The algorithm is Twilio's choice.
    public static string Twilio(string authToken, string url, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var signed = new StringBuilder(url);
        foreach (
            var (name, value) in parameters.OrderBy(p => p.Key, StringComparer.Ordinal).ThenBy(p => p.Value,
                StringComparer.Ordinal).Distinct())
            signed.Append(name).Append(value);
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(signed.ToString())));
    }
#pragma warning restore CA5350

    /// <summary>Vonage's bearer token: a JWT signed with HS256 that contains the SHA-256 of the raw body.</summary>
    public static string Vonage(
        string secret, ReadOnlySpan<byte> body, DateTimeOffset issuedAt, string tokenId, string apiKey, string applicationId)
    {
        var claims = JsonSerializer.SerializeToUtf8Bytes(new
        {
            iat = issuedAt.ToUnixTimeSeconds(),
            jti = tokenId,
            iss = "Vonage",
            payload_hash = Convert.ToHexStringLower(SHA256.HashData(body)),
            api_key = apiKey,
            application_id = applicationId,
        });
        var signed = $"{JwtHeader}.{Base64Url.EncodeToString(claims)}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>
    /// Telegram's <c>X-Request-Signature</c>: HMAC-SHA256 over the time, a line feed and the body, with the hash of the token.
    /// </summary>
    public static string Telegram(string token, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp), (byte)'\n', .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(SHA256.HashData(Encoding.UTF8.GetBytes(token)), signed));
    }

    /// <summary>LINE's <c>x-line-signature</c>: HMAC-SHA256 over the raw body with the channel secret, in Base64.</summary>
    public static string Line(string channelSecret, ReadOnlySpan<byte> body) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(channelSecret), body));

    /// <summary>Viber's <c>X-Viber-Content-Signature</c>: HMAC-SHA256 over the raw body with the bot's token.</summary>
    public static string Viber(string authToken, ReadOnlySpan<byte> body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(authToken), body));

    /// <summary>
    /// Zalo's <c>X-ZEvent-Signature</c> after <c>mac=</c>: SHA-256 over the app's id, the body, the time and the secret key.
    /// </summary>
    public static string Zalo(string appId, string oaSecretKey, string timestamp, ReadOnlySpan<byte> body) => Convert.ToHexStringLower(
        SHA256.HashData((byte[])[.. Encoding.UTF8.GetBytes(appId), .. body, .. Encoding.UTF8.GetBytes(timestamp + oaSecretKey)]));
}
