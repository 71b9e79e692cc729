namespace FallbackOrchestrator.Persistence;

/// <summary>How many more calls to one endpoint this replica may make at the same time.</summary>
public readonly record struct EndpointSlotCount(string EndpointKey, int Slots);
