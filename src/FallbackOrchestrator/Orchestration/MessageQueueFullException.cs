namespace FallbackOrchestrator.Orchestration;

/// <summary>The door's queue is full: nothing was stored, and the same request may succeed a second later.</summary>
public sealed class MessageQueueFullException() : Exception("the queue in front of the database is full");
