using System.Security.Cryptography;
using System.Text;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// The secret of a provider's signatures. During a change two are valid, so that no receipt is lost between the provider's change and ours.
/// A comparison takes the same time wherever the texts differ.
/// </summary>
/// <param name="current">The secret.</param>
/// <param name="previous">The secret before it, until the change is complete.</param>
public sealed class RotatingSecret(string current, string? previous)
{
    private readonly byte[][] _keys =
        [.. new[] { current, previous }.Where(key => !string.IsNullOrEmpty(key)).Select(key => Encoding.UTF8.GetBytes(key!))];

    /// <summary>
    /// True if the signature is the one that <paramref name="sign"/> makes with a valid secret. The texts are compared, not their decoded
    /// bytes: one signature has one spelling.
    /// </summary>
    public bool Verifies(string? signature, Func<byte[], string> sign) =>
        signature is not null && _keys.Any(key => Same(signature, sign(key)));

    /// <summary>True if two texts are the same; takes constant time.</summary>
    public static bool Same(string? given, string expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
