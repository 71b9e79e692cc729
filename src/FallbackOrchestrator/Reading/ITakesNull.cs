namespace FallbackOrchestrator.Reading;

/// <summary>Marks a converter that takes <c>null</c> for a value of a type that has none.</summary>
internal interface ITakesNull;
