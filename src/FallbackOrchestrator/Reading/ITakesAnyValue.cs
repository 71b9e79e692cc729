namespace FallbackOrchestrator.Reading;

/// <summary>Marks a converter that takes every JSON value: what is wrong with it is said by the field's own rule.</summary>
internal interface ITakesAnyValue;
