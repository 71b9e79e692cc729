namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>What a map says of its table.</summary>
internal interface IRowMap
{
    /// <summary>The table.</summary>
    string Table { get; }

    /// <summary>The columns, in the order of their declaration.</summary>
    IReadOnlyList<Column> Columns { get; }
}
