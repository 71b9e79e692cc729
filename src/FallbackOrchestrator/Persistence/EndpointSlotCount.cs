namespace FallbackOrchestrator.Persistence;

/// <summary>The number of further calls to one endpoint that this replica may make at the same time.</summary>
public readonly record struct EndpointSlotCount(string EndpointKey, int Slots);
