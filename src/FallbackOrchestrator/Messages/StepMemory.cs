namespace FallbackOrchestrator.Messages;

/// <summary>How it is remembered that a person is not on the channel of a step (rule S14).</summary>
/// <param name="Recipient">Stands for the person: a hash in base64, from which no address can be computed.</param>
/// <param name="Days">The number of days for which it is remembered.</param>
public sealed record StepMemory(string Recipient, int Days);
