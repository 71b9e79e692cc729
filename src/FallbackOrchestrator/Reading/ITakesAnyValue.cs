namespace FallbackOrchestrator.Reading;

/// <summary>Marks a converter that takes every JSON value; the field's own rule reports mistakes.</summary>
internal interface ITakesAnyValue;
