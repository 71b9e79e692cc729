using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>Messages that this transaction has locked, and what is needed to decide on them.</summary>
/// <param name="Messages">The messages, by id.</param>
/// <param name="Parked">Receipts that were parked until their provider id was known.</param>
/// <param name="Time">The clock, read after the locks.</param>
public sealed record LockedGroup(Dictionary<Umid, StoredMessage> Messages, IReadOnlyList<JoinedReceipt> Parked, DecisionTime Time);
