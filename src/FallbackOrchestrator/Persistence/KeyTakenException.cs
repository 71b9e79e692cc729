namespace FallbackOrchestrator.Persistence;

/// <summary>An idempotency key is already used for a request; nothing was stored.</summary>
public sealed class KeyTakenException() : Exception("the idempotency key is already used for a request");
