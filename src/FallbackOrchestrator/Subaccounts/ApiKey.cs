using System.Collections.Frozen;
using System.Security.Cryptography;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>A live API key, with its subaccounts and its scopes.</summary>
/// <param name="Id">Its public part; of a configured key, the beginning of its hash.</param>
/// <param name="Account">The account whose subaccounts it opens.</param>
/// <param name="Subaccounts">The subaccounts that it opens: at least one, none of them closed.</param>
/// <param name="Scopes">Its scopes.</param>
/// <param name="ExpiresAt">The time at which it expires.</param>
public sealed record ApiKey(
    string Id, CustomerAccountId Account, FrozenDictionary<SubaccountId, Subaccount> Subaccounts, Scopes Scopes,
    DateTimeOffset? ExpiresAt = null)
{
    /// <summary>The beginning of new keys, by which people, and scanners for leaked secrets, recognise a key.</summary>
    public const string Prefix = "fo_";

    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const string Letters = Digits + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Creates a key: <c>fo_</c>, its id, <c>_</c> and 40 letters and digits, which are 238 random bits.</summary>
    public static (string Id, string Key) New()
    {
        var id = RandomNumberGenerator.GetString(Digits, 12);
        return (id, $"{Prefix}{id}_{RandomNumberGenerator.GetString(Letters, 40)}");
    }
}
