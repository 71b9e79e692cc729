using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>Messages that this transaction holds, and what it needs to decide upon them.</summary>
/// <param name="Messages">Them, by id.</param>
/// <param name="Parked">Receipts that were waiting for an id of theirs to be known.</param>
/// <param name="Time">The clock, read after the locks.</param>
public sealed record LockedGroup(Dictionary<Umid, StoredMessage> Messages, IReadOnlyList<JoinedReceipt> Parked, DecisionTime Time);
