using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A provider's id that a group learns for an attempt, or hears again.</summary>
/// <param name="Umid">The message.</param>
/// <param name="Step">The attempt's step.</param>
/// <param name="ProviderId">The id.</param>
/// <param name="Told">The account whose receipt told it: it tells nothing of an attempt of another account. Null where the attempt's own call did.</param>
public readonly record struct LearnedId(Umid Umid, int Step, string ProviderId, ChannelAccountId? Told = null);
