using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>An attempt that a parked receipt belongs to.</summary>
/// <param name="Reference">The attempt.</param>
/// <param name="Account">The channel account of the receipt.</param>
/// <param name="ProviderId">The provider's id in the receipt.</param>
internal readonly record struct MatchedReceipt(AttemptReference Reference, ChannelAccountId Account, string ProviderId);
