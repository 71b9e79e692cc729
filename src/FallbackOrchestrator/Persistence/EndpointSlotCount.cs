namespace FallbackOrchestrator.Persistence;

/// <summary>Places for calls to one endpoint.</summary>
public readonly record struct EndpointSlotCount(string EndpointKey, int Slots);
