using System.Collections.Frozen;
using System.Security.Cryptography;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>A live API key: what it opens, and what it may do there.</summary>
/// <param name="Id">The part of it that is no secret; of a configured key, the beginning of its hash.</param>
/// <param name="Account">The account whose subaccounts it opens.</param>
/// <param name="Subaccounts">The subaccounts that it opens: at least one, none of them closed.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="ExpiresAt">When it stops by itself.</param>
public sealed record ApiKey(
    string Id, CustomerAccountId Account, FrozenDictionary<SubaccountId, Subaccount> Subaccounts, Scopes Scopes,
    DateTimeOffset? ExpiresAt = null)
{
    /// <summary>What new keys begin with, so that people and scanners of leaked secrets know one when they see it.</summary>
    public const string Prefix = "fo_";

    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const string Letters = Digits + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Makes a key: <c>fo_</c>, its id, <c>_</c> and 40 letters and digits, which are 238 bits that nobody can guess.</summary>
    public static (string Id, string Key) New()
    {
        var id = RandomNumberGenerator.GetString(Digits, 12);
        return (id, $"{Prefix}{id}_{RandomNumberGenerator.GetString(Letters, 40)}");
    }
}
