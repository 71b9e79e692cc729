using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// A secret of Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md):
/// <c>whsec_</c> and the base64 of 24 to 64 bytes.
/// </summary>
/// <remarks>
/// The package StandardWebhooks is not used: signing is one line, which the tests check with the official library, and the secret stays out
/// of logs.
/// </remarks>
internal sealed record SigningSecret
{
    private const string Prefix = "whsec_";

    private readonly byte[] _key;

    private SigningSecret(byte[] key) => _key = key;

    /// <summary>A new secret.</summary>
    public static SigningSecret New() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>Reads a text that <see cref="Text"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no such secret.</exception>
    public static SigningSecret Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            throw new FormatException($"a signing secret begins with {Prefix}");
        var key = Convert.FromBase64String(text[Prefix.Length..]);
        return key.Length is >= 24 and <= 64 ? new SigningSecret(key) : throw new FormatException("a signing secret has 24 to 64 bytes");
    }

    /// <summary>The secret as its owner gets it.</summary>
    public string Text => Prefix + Convert.ToBase64String(_key);

    /// <summary>The signature of one delivery, with its version: <c>v1,</c> and base64.</summary>
    /// <param name="id">The update's id (<c>webhook-id</c>).</param>
    /// <param name="timestamp">Seconds since 1970 (<c>webhook-timestamp</c>).</param>
    /// <param name="body">The body as it is sent.</param>
    public string Sign(string id, long timestamp, string body) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
        _key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"))));

    /// <summary>Hidden, so that a log never contains a secret by accident.</summary>
    public override string ToString() => Prefix + "***";
}
