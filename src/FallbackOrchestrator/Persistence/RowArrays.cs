using Npgsql;
using NpgsqlTypes;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Parameters of statements: single values, and columns of many rows as arrays. A statement takes one array of each, so its text does not grow with
/// the rows.
/// </summary>
internal static class RowArrays
{
    public static NpgsqlBatchCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    public static NpgsqlParameter Of<TRow, T>(List<TRow> rows, NpgsqlDbType type, Func<TRow, T> column)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = column(rows[i]);
        return new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }

    /// <summary>A parameter that is no column.</summary>
    public static NpgsqlParameter One<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
