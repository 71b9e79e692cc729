namespace FallbackOrchestrator.Reading;

/// <summary>Marks a converter that takes <c>null</c> for a value of a type that is not nullable.</summary>
internal interface ITakesNull;
