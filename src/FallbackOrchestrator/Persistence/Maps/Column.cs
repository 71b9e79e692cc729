using System.Globalization;
using Npgsql;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>A column of a map.</summary>
/// <param name="Name">Its name in the database.</param>
/// <param name="Sql">Its type in the database.</param>
/// <param name="Texts">The texts that it may hold; null where it is no closed set.</param>
/// <param name="FromElement">See <see cref="ColumnType{T}.FromElement"/>.</param>
/// <param name="Use">Its use after the insert.</param>
internal abstract record Column(string Name, string Sql, IReadOnlyList<string>? Texts, string? FromElement, ColumnUse Use)
{
    /// <summary>The SQL of the stored value, where rows of arrays have this alias.</summary>
    public string Stored(string alias) =>
        FromElement is null ? $"{alias}.{Name}" : string.Format(CultureInfo.InvariantCulture, FromElement, $"{alias}.{Name}");
}

/// <summary>A column that is read by its name in the code, at any place in the list.</summary>
/// <param name="Name">Its name in the database.</param>
/// <param name="Type">Its type in the code and in the database.</param>
/// <param name="Ordinal">Its place in <see cref="RowMap{TRow}.Names"/>.</param>
/// <param name="Use">Its use after the insert.</param>
internal sealed record Column<T>(string Name, ColumnType<T> Type, int Ordinal, ColumnUse Use)
    : Column(Name, Type.Sql, Type.Texts, Type.FromElement, Use)
{
    /// <summary>The value in the current row of a query for <see cref="RowMap{TRow}.Names"/>.</summary>
    public T Read(NpgsqlDataReader reader) => Type.Read(reader, Ordinal);
}
