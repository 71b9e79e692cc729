using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A receipt that waits for its attempt: what it said, and the provider's id by which it will be found.</summary>
public sealed record ParkedReceipt(
    ChannelAccountId Account, string ProviderId, AttemptStatus Status, DateTimeOffset? At, AttemptError? Error, bool Played = false);
