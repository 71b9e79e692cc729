namespace FallbackOrchestrator.Persistence;

/// <summary>An idempotency key stands for a request already; nothing was stored.</summary>
public sealed class KeyTakenException() : Exception("the idempotency key stands for a request already");
