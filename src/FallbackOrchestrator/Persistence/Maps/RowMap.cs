using Npgsql;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>
/// The columns of a table, each declared once with its name, its type and its value. INSERT, UPDATE, the list of a SELECT and the reading
/// of rows are derived from them. All columns are declared before the first use; then the texts are made, once. For a row nothing is looked
/// up or boxed.
/// </summary>
/// <param name="table">The table.</param>
/// <typeparam name="TRow">The data of a row.</typeparam>
internal sealed class RowMap<TRow>(string table) : IRowMap
{
    private readonly List<Declared> _columns = [];

    /// <inheritdoc />
    public string Table => table;

    /// <inheritdoc />
    public IReadOnlyList<Column> Columns => [.. _columns.Select(one => one.Column)];

    /// <summary>The number of columns of an insert, which is the number of its parameters.</summary>
    public int Count => _columns.Count;

    /// <summary>Inserts rows; its parameters are <see cref="InsertParameters"/>.</summary>
    public string Insert => field ??= MakeInsert();

    private string SetChanges => field ??= MakeSetChanges();

    /// <summary>Declares a part of the primary key.</summary>
    public Column<T> Key<T>(string name, ColumnType<T> type, Func<TRow, T> value) => Declare(name, type, value, ColumnUse.Key);

    /// <summary>Declares a column that is read and never changed.</summary>
    public Column<T> Fixed<T>(string name, ColumnType<T> type, Func<TRow, T> value) => Declare(name, type, value, ColumnUse.Fixed);

    /// <summary>Declares a column that is read, and written again when the row changes.</summary>
    public Column<T> Changing<T>(string name, ColumnType<T> type, Func<TRow, T> value) => Declare(name, type, value, ColumnUse.Changing);

    /// <summary>Declares a column that is written once and not read through this map.</summary>
    public RowMap<TRow> InsertOnly<T>(string name, ColumnType<T> type, Func<TRow, T> value)
    {
        Declare(name, type, value, ColumnUse.InsertOnly);
        return this;
    }

    /// <summary>A map that begins with the columns of this one, for rows that are made of more.</summary>
    public RowMap<TWider> Extend<TWider>(Func<TWider, TRow> part)
    {
        var wider = new RowMap<TWider>(table);
        wider._columns.AddRange(_columns.Select(one => one.Lift(part)));
        return wider;
    }

    /// <summary>The columns that are read, with commas between them.</summary>
    /// <param name="prefix">Written before each name: <c>s.</c></param>
    public string Names(string prefix = "") => List(Columns.Where(column => column.Use != ColumnUse.InsertOnly), prefix);

    /// <summary>All columns, with commas between them.</summary>
    /// <param name="prefix">Written before each name: <c>u.</c></param>
    public string AllNames(string prefix = "") => List(Columns, prefix);

    /// <summary>A select list that makes rows of <see cref="InsertParameters"/>.</summary>
    public string Arrays() => RowArrays.Rows(AllNames());

    /// <summary>Updates the changing columns of rows; its parameters are <see cref="UpdateParameters"/>.</summary>
    /// <param name="suffix">Written after the table's name, to name one of its partitions.</param>
    public string Update(string suffix) => $"UPDATE {table}{suffix} {SetChanges}";

    /// <summary>The parameters of an insert: an array for each column.</summary>
    public NpgsqlParameter[] InsertParameters(List<TRow> rows) => [.. _columns.Select(one => one.Write(rows))];

    /// <summary>The parameters of an update: an array for each key and each changing column.</summary>
    public NpgsqlParameter[] UpdateParameters(List<TRow> rows) =>
        [.. _columns.Where(one => one.Column.Use is ColumnUse.Key or ColumnUse.Changing).Select(one => one.Write(rows))];

    private Column<T> Declare<T>(string name, ColumnType<T> type, Func<TRow, T> value, ColumnUse use)
    {
        var ordinal = Columns.Count(column => column.Use != ColumnUse.InsertOnly);
        var column = new Column<T>(name, type, ordinal, use);
        _columns.Add(new Declared<T>(column, value));
        return column;
    }

    private string MakeInsert()
    {
        var into = $"INSERT INTO {table} ({AllNames()})";
        // A list of plain arrays makes the rows; columns that are computed from their arrays need a FROM, which costs a little more.
        return Columns.All(column => column.FromElement is null)
            ? $"{into} SELECT {Arrays()}"
            : $"{into} SELECT {string.Join(", ", Columns.Select(column => column.Stored("u")))} FROM (SELECT {Arrays()}) AS u";
    }

    private string MakeSetChanges()
    {
        var keys = Columns.Where(column => column.Use == ColumnUse.Key).ToList();
        var changing = Columns.Where(column => column.Use == ColumnUse.Changing).ToList();
        return
            $"""
            AS t SET {string.Join(", ", changing.Select(column => $"{column.Name} = {column.Stored("u")}"))}
            FROM (SELECT {RowArrays.Rows(List(keys.Concat(changing), ""))}) AS u
            WHERE {string.Join(" AND ", keys.Select(column => $"t.{column.Name} = u.{column.Name}"))}
            """;
    }

    private static string List(IEnumerable<Column> columns, string prefix) =>
        string.Join(", ", columns.Select(column => prefix + column.Name));

    private abstract record Declared(Column Column)
    {
        public abstract NpgsqlParameter Write(List<TRow> rows);

        public abstract RowMap<TWider>.Declared Lift<TWider>(Func<TWider, TRow> part);
    }

    private sealed record Declared<T>(Column<T> Typed, Func<TRow, T> Value) : Declared(Typed)
    {
        public override NpgsqlParameter Write(List<TRow> rows) => Typed.Type.Array(rows, Value);

        public override RowMap<TWider>.Declared Lift<TWider>(Func<TWider, TRow> part)
        {
            var value = Value;
            return new RowMap<TWider>.Declared<T>(Typed, wider => value(part(wider)));
        }
    }
}
