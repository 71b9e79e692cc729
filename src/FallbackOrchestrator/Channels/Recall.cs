using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>An attempt that is to be withdrawn at its provider.</summary>
/// <param name="Reference">Our reference, which the call that handed it over contained.</param>
/// <param name="Recipient">The recipient.</param>
/// <param name="ProviderId">The provider's id; null if it is not known.</param>
public sealed record Recall(AttemptReference Reference, Recipient Recipient, string? ProviderId);
