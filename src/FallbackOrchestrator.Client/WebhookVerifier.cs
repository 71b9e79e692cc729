using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FallbackOrchestrator.Client;

/// <summary>
/// Verifies what a webhook receives, by the signature of <see href="https://www.standardwebhooks.com">Standard Webhooks</see>. It has no
/// state: several threads may use it.
/// </summary>
public sealed class WebhookVerifier
{
    /// <summary>The header with the id of the update.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the time of the attempt, in seconds since 1970.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the signatures.</summary>
    public const string SignatureHeader = "webhook-signature";

    private const string SecretPrefix = "whsec_";
    private const string SignaturePrefix = "v1,";

    private readonly byte[][] _keys;
    private readonly TimeProvider _time;

    /// <summary>Verifies by one secret.</summary>
    /// <param name="secret">The secret as the service returned it: <c>whsec_</c> and base64.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">The text is no such secret.</exception>
    public WebhookVerifier(string secret, TimeProvider? time = null)
        : this([secret], time)
    {
    }

    /// <summary>Verifies by any of several secrets: the new one and the previous one during a rotation.</summary>
    /// <param name="secrets">The secrets as the service returned them: <c>whsec_</c> and base64.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">There is none, or a text is no such secret.</exception>
    public WebhookVerifier(IEnumerable<string> secrets, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        _keys = [.. secrets.Select(KeyOf)];
        _time = time ?? TimeProvider.System;
        if (_keys.Length == 0)
            throw new ArgumentException("at least one secret is needed", nameof(secrets));
    }

    /// <summary>How far the timestamp may be from the clock, in either direction. Default 5 minutes.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Verifies a delivery and reads it.</summary>
    /// <param name="body">The body, as it was received.</param>
    /// <param name="header">Returns the value of a header, null if there is none: <c>name => request.Headers[name]</c>.</param>
    /// <exception cref="WebhookVerificationException">It is not from the service, or it is too old.</exception>
    /// <exception cref="System.Text.Json.JsonException">The body is not JSON.</exception>
    public StatusUpdate Read(ReadOnlyMemory<byte> body, Func<string, string?> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var id = header(IdHeader);
        Verify(body.Span, id, header(TimestampHeader), header(SignatureHeader));
        return StatusUpdate.Parse(id!, body);
    }

    /// <summary>Verifies a delivery.</summary>
    /// <param name="body">The body, as it was received.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>.</param>
    /// <param name="signatures">The header <c>webhook-signature</c>: signatures separated by spaces, one of which must be right.</param>
    /// <exception cref="WebhookVerificationException">It is not from the service, or it is too old.</exception>
    public void Verify(ReadOnlySpan<byte> body, string? id, string? timestamp, string? signatures)
    {
        if (string.IsNullOrEmpty(id))
            throw new WebhookVerificationException($"The header {IdHeader} is missing");
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            throw new WebhookVerificationException($"The header {TimestampHeader} is missing, or no number of seconds");
        if (Math.Abs((decimal)_time.GetUtcNow().ToUnixTimeSeconds() - seconds) > (decimal)Tolerance.TotalSeconds)
            throw new WebhookVerificationException($"The header {TimestampHeader} is more than {Tolerance} away from the clock of this machine");
        var given = (signatures ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(signature => signature.StartsWith(SignaturePrefix, StringComparison.Ordinal))
            .Select(signature => Encoding.UTF8.GetBytes(signature[SignaturePrefix.Length..]))
            .ToList();
        if (given.Count == 0)
            throw new WebhookVerificationException($"The header {SignatureHeader} has no signature of version v1");
        var isRight = false;
        foreach (var key in _keys)
        {
            var right = Encoding.UTF8.GetBytes(Convert.ToBase64String(Sign(key, id, timestamp!, body)));
            foreach (var signature in given)
                isRight |= CryptographicOperations.FixedTimeEquals(signature, right);
        }
        if (!isRight)
            throw new WebhookVerificationException("No signature is right: the body was changed, or the secret is another one");
    }

    private static byte[] Sign(byte[] key, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    // The messages must not contain the secret.
    private static byte[] KeyOf(string secret)
    {
        if (secret is null || !secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
            throw new ArgumentException($"a signing secret begins with {SecretPrefix}", nameof(secret));
        try
        {
            if (Convert.FromBase64String(secret[SecretPrefix.Length..]) is { Length: >= 24 } key)
                return key;
        }
        catch (FormatException)
        {
        }
        throw new ArgumentException($"a signing secret is {SecretPrefix} and the base64 of at least 24 bytes", nameof(secret));
    }
}
