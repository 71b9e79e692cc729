using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>An idempotency key and its request.</summary>
/// <param name="Subaccount">The subaccount; the same key of another subaccount is another key.</param>
/// <param name="Key">The key.</param>
/// <param name="Fingerprint">A hash of the request.</param>
public sealed record RequestKey(SubaccountId Subaccount, string Key, byte[] Fingerprint)
{
    /// <summary>The forms in which earlier versions of the service may have stored it.</summary>
    public EarlierKeys Earlier { get; init; } = new([], () => []);
}
