using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A key, and the request that it is to stand for.</summary>
/// <param name="Subaccount">Whose key it is; keys of other subaccounts are other keys.</param>
/// <param name="Key">The key.</param>
/// <param name="Fingerprint">A hash of the request.</param>
public sealed record RequestKey(SubaccountId Subaccount, string Key, byte[] Fingerprint)
{
    /// <summary>How earlier versions of the service may have stored it.</summary>
    public EarlierKeys Earlier { get; init; } = new([], () => []);
}
