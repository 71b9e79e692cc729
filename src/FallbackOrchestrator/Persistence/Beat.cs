using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A replica's sign of life.</summary>
/// <param name="Replica">The replica.</param>
/// <param name="Accounts">The channel accounts of its configuration.</param>
/// <param name="ShortestOutage">A silence longer than this is an outage.</param>
/// <param name="LongestHold">How long windows are held open after one, at most.</param>
/// <param name="GoneAfter">A replica that was silent for longer has gone.</param>
internal sealed record Beat(
    Guid Replica, IReadOnlyCollection<ChannelAccountId> Accounts, TimeSpan ShortestOutage, TimeSpan LongestHold, TimeSpan GoneAfter);
