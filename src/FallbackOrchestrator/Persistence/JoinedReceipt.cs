using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A receipt whose attempt was found.</summary>
public sealed record JoinedReceipt(AttemptReference Reference, ParkedReceipt Receipt);
