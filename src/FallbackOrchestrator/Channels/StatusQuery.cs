using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>An attempt whose status a provider is asked for.</summary>
/// <param name="Reference">Our reference, which the call that handed it over contained.</param>
/// <param name="ProviderId">The provider's id.</param>
public sealed record StatusQuery(AttemptReference Reference, string ProviderId);
