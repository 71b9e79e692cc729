namespace FallbackOrchestrator.Persistence;

/// <summary>The messages of one request.</summary>
/// <param name="Id">Its id: a UUIDv7 of the time of its messages, which therefore lie in the same partition.</param>
/// <param name="ClientBatchId">The customer's own id for it.</param>
public sealed record Batch(Guid Id, string? ClientBatchId);
