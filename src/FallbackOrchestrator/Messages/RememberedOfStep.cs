namespace FallbackOrchestrator.Messages;

/// <summary>What is remembered of a person on the channel of a step, as far as the subaccount wants it to count.</summary>
/// <param name="AbsentUntil">The time until which the person counts as not on the channel; null if nothing is known.</param>
/// <param name="HasOptedOut">True if the person wants no messages on the channel.</param>
public readonly record struct RememberedOfStep(DateTimeOffset? AbsentUntil, bool HasOptedOut);
