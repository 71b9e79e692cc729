using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>An attempt with its channel.</summary>
internal sealed record ChannelAttempt(ChannelName Channel, Attempt Attempt);
