namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>The use of a column after its row was inserted.</summary>
internal enum ColumnUse
{
    /// <summary>A part of the primary key.</summary>
    Key,

    /// <summary>Read, and never changed.</summary>
    Fixed,

    /// <summary>Read, and written again when the row changes.</summary>
    Changing,

    /// <summary>Neither read through the map nor changed: other queries use it.</summary>
    InsertOnly,
}
