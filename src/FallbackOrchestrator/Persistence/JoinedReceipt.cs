using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A receipt that has found its attempt.</summary>
public sealed record JoinedReceipt(AttemptReference Reference, ParkedReceipt Receipt);
