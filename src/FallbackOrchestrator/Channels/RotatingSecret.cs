using System.Security.Cryptography;
using System.Text;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// The secret that a provider signs with. While it is being changed two are valid, so that no receipt is lost between the
/// provider's change and ours. Comparisons take the same time wherever the texts differ.
/// </summary>
/// <param name="current">The secret.</param>
/// <param name="previous">The one before it, until the change is done everywhere.</param>
public sealed class RotatingSecret(string current, string? previous)
{
    private readonly byte[][] _keys =
        [.. new[] { current, previous }.Where(key => !string.IsNullOrEmpty(key)).Select(key => Encoding.UTF8.GetBytes(key!))];

    /// <summary>
    /// Whether the signature is what <paramref name="sign"/> makes with a valid secret. Texts are compared, not what they decode to:
    /// one signature has one spelling.
    /// </summary>
    public bool Verifies(string? signature, Func<byte[], string> sign) =>
        signature is not null && _keys.Any(key => Same(signature, sign(key)));

    /// <summary>Whether two texts are the same, in constant time.</summary>
    public static bool Same(string? given, string expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
