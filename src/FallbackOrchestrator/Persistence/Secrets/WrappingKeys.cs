using System.Diagnostics.CodeAnalysis;

namespace FallbackOrchestrator.Persistence.Secrets;

/// <summary>The wrapping keys of the settings.</summary>
/// <param name="Current">Encrypts and decrypts; null if none is set.</param>
/// <param name="Previous">Only decrypts; null if none is set.</param>
internal sealed record WrappingKeys(WrappingKey? Current, WrappingKey? Previous)
{
    /// <summary>Reads the section <c>Secrets</c>. A key of a wrong form, which stops the start, counts as none.</summary>
    public static WrappingKeys Read(IConfiguration configuration)
    {
        WrappingKey.TryRead(configuration[SecretsOptions.WrappingKeySetting], out var current);
        WrappingKey.TryRead(configuration[SecretsOptions.PreviousWrappingKeySetting], out var previous);
        return new WrappingKeys(current, previous);
    }

    /// <summary>Decrypts an element with the key that fits.</summary>
    public bool TryUnwrap(string id, ReadOnlySpan<byte> wrapped, [NotNullWhen(true)] out byte[]? element)
    {
        element = null;
        return Current?.TryUnwrap(id, wrapped, out element) == true || Previous?.TryUnwrap(id, wrapped, out element) == true;
    }
}
