using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>
/// The token that signs a webhook (https://developer.vonage.com/en/getting-started/concepts/webhooks): a JWT with HS256 that names the
/// hash of the body. No other algorithm is accepted, so a forger cannot choose one.
/// </summary>
/// <remarks>
/// Microsoft.IdentityModel.JsonWebTokens is not used: it rejects secrets below 32 bytes for HS256, and Vonage's may have 16.
/// </remarks>
internal static class VonageToken
{
    /// <summary>Vonage repeats a webhook for 24 h and may keep the token of its first try.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(25);

    /// <summary>The time by which Vonage's clock may be ahead of ours.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>The reason why the request is not authentic; null if it is.</summary>
    public static string? WhyNot(string authorization, RotatingSecret secret, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return "Authorization is not a bearer token";
        if (authorization["Bearer ".Length..].Trim().Split('.') is not [var header, var claims, var signature])
            return "the token does not have three parts";
        if (Decoded(header)?.Id("alg") != "HS256")
            return "the token is not signed with HS256";
        if (!secret.Verifies(signature, key => Sign(key, header, claims)))
            return "the token's signature is wrong";
        if (Decoded(claims) is not { } claimed)
            return "the token's claims cannot be read";
        if (!RotatingSecret.Same(claimed.Id("payload_hash"), Convert.ToHexStringLower(SHA256.HashData(body))))
            return "the token is for another body";
        return claimed.Time("iat") is { } signedAt && now - signedAt <= Oldest && signedAt - now <= Ahead
            ? null
            : "the token is too old or from the future";
    }

    internal static string Sign(byte[] key, string header, string claims) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{header}.{claims}")));

    private static WireObject? Decoded(string part)
    {
        var json = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        return Base64Url.IsValid(part) && Base64Url.TryDecodeFromChars(part, json, out var length)
            && WireObject.Read(json.AsMemory(0, length), new UnexpectedMembers()) is [var read, ..]
            ? read
            : null;
    }
}
