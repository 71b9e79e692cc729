using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A replica's heartbeat.</summary>
/// <param name="Replica">The replica.</param>
/// <param name="Accounts">The channel accounts that it may call.</param>
/// <param name="ShortestOutage">A time without heartbeats that is longer than this is an outage.</param>
/// <param name="LongestHold">The longest time for which windows stay open after an outage.</param>
/// <param name="GoneAfter">A replica without a heartbeat for longer than this has gone.</param>
internal sealed record Beat(
    Guid Replica, IReadOnlyCollection<ChannelAccountId> Accounts, TimeSpan ShortestOutage, TimeSpan LongestHold, TimeSpan GoneAfter);
