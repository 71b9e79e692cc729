using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace FallbackOrchestrator.Persistence.Secrets;

/// <summary>
/// Encrypts secrets for the database, and reads them. A text is bound to its kind and its owner, so rows cannot be exchanged.
/// </summary>
internal sealed class StoredSecrets(KeyRing ring, IDataProtectionProvider protection)
{
    /// <summary>The beginning of an encrypted text. No secret of ours begins so.</summary>
    public const string Prefix = "protected:";

    private const string Purpose = "FallbackOrchestrator.StoredSecrets";

    /// <summary>Why no secret can be stored, with the setting to correct; null if it can.</summary>
    public string? WhyNot => ring.WhyClosed;

    /// <summary>True if a text of the database is encrypted, and not an earlier one in clear text.</summary>
    public static bool IsProtected([NotNullWhen(true)] string? stored) => stored?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>Encrypts a secret.</summary>
    /// <param name="kind">The kind of secret, which never changes, e.g. the table.</param>
    /// <param name="owner">The id of the row.</param>
    /// <param name="secret">The secret.</param>
    /// <exception cref="InvalidOperationException"><see cref="WhyNot"/> says why not.</exception>
    public string Protect(string kind, string owner, string secret) => WhyNot is { } why
        ? throw new InvalidOperationException(why)
        : Prefix + Protector(kind, owner).Protect(secret);

    /// <summary>Reads a secret. One that was stored in clear text, by an earlier version, is returned as it is.</summary>
    /// <exception cref="UnreadableSecretException">It cannot be decrypted; the message says why, and not what.</exception>
    public string Read(string kind, string owner, string stored)
    {
        if (!IsProtected(stored))
            return stored;
        if (WhyNot is { } why)
            throw new UnreadableSecretException(why);
        try
        {
            return Protector(kind, owner).Unprotect(stored[Prefix.Length..]);
        }
        catch (CryptographicException wrong)
        {
            throw new UnreadableSecretException(
                "it was encrypted by a key that the table data_protection_keys does not have any more, or for another row: set it again", wrong);
        }
    }

    private IDataProtector Protector(string kind, string owner) => protection.CreateProtector(Purpose, kind, owner);
}
