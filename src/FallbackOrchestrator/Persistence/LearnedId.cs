using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A provider's id of an attempt that is in the facts of a group, new or not.</summary>
/// <param name="Umid">The message.</param>
/// <param name="Step">The attempt's step.</param>
/// <param name="ProviderId">The id.</param>
/// <param name="Told">The channel account whose receipt contained it: it is not valid for an attempt on another account. Null if it came
/// from the attempt's own call.</param>
public readonly record struct LearnedId(Umid Umid, int Step, string ProviderId, ChannelAccountId? Told = null);
