using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>
/// What a service account presents for an access token: a JWT that it signs itself (RFC 7523;
/// https://developers.google.com/identity/protocols/oauth2/service-account#httprest).
/// </summary>
internal sealed class GoogleAssertion(GoogleOptions options)
{
    private const string Scope = "https://www.googleapis.com/auth/rcsbusinessmessaging";

    // Google's most.
    private static readonly TimeSpan ValidFor = TimeSpan.FromHours(1);

    /// <summary>The assertion for a token service, at a time.</summary>
    public string Write(Uri tokenService, DateTimeOffset now)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new GoogleAssertionHeader("RS256", "JWT", options.PrivateKeyId), GoogleJson.Default.GoogleAssertionHeader);
        var claims = JsonSerializer.SerializeToUtf8Bytes(
            new GoogleAssertionClaims(
                options.ClientEmail, Scope, tokenService.AbsoluteUri, now.ToUnixTimeSeconds(), (now + ValidFor).ToUnixTimeSeconds()),
            GoogleJson.Default.GoogleAssertionClaims);
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        using var key = KeyIn(options.PrivateKey) ?? throw new InvalidOperationException("the private key is none");
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The RSA private key in a PEM text; null if there is none.</summary>
    internal static RSA? KeyIn(string pem)
    {
        var key = RSA.Create();
        try
        {
            // A line break of the JSON key survives some ways into a setting only as the two characters that JSON has for it.
            key.ImportFromPem(pem.Replace("\\n", "\n", StringComparison.Ordinal));
            key.SignData([], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1); // A public key is no use.
            return key;
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }
}
