namespace FallbackOrchestrator.Persistence.Counting;

/// <summary>The groups for which counts are added up separately.</summary>
internal enum CountGrouping
{
    Hour,
    Day,
    Sequence,
    Country,
}
