using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Parameters of statements: single values, and arrays with the values of a column. A statement has one array for each column, so its text
/// does not grow with the number of rows.
/// </summary>
internal static class RowArrays
{
    /// <summary>
    /// A select list that makes rows of the arrays <c>$1</c>, <c>$2</c>…: <c>unnest($1) AS id, unnest($2) AS state</c>. Not <c>FROM
    /// unnest($1, $2)</c>, for which PostgreSQL copies each array to a store of its own: with 25 columns that takes 0.1 ms for a single
    /// row, and twice as long for 500.
    /// </summary>
    /// <param name="columns">The columns' names, with commas between them.</param>
    public static string Rows(string columns) =>
        string.Join(
            ", ",
            columns.Split(',', StringSplitOptions.TrimEntries).Select((column, index) => $"unnest(${index + 1}) AS {column}"));

    public static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    public static NpgsqlParameter Column<TRow, T>(List<TRow> rows, NpgsqlDbType type, Func<TRow, T> column)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = column(rows[i]);
        return new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    /// <summary>A parameter that is no column.</summary>
    public static NpgsqlParameter Parameter<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
