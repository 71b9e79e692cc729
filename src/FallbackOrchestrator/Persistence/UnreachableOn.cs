using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A channel on which a person is not to be called.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">The end of the memory; null if it has none.</param>
internal sealed record UnreachableOn(ChannelName Channel, UnreachableReason Reason, DateTimeOffset? Until);
