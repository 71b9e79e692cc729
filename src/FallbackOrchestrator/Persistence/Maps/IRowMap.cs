namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>The table and the columns of a map.</summary>
internal interface IRowMap
{
    /// <summary>The table.</summary>
    string Table { get; }

    /// <summary>The columns, in the order of their declaration.</summary>
    IReadOnlyList<Column> Columns { get; }
}
