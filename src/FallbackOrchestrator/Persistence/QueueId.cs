using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A queue of attempts: those of one channel account and one priority.</summary>
public readonly record struct QueueId(ChannelAccountId Account, Priority Priority);
