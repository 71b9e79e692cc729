using Npgsql;

namespace FallbackOrchestrator.Persistence.Counting;

/// <summary>Reads several tables of statistics in one round trip and one snapshot.</summary>
internal static class Counts
{
    /// <summary>Reads them.</summary>
    /// <param name="data">The database.</param>
    /// <param name="selects">The commands (<see cref="CountQuery.Select"/>).</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>
    /// The time of the latest count that was complete: changes before it are included; null if there was none. And the rows of each
    /// command.
    /// </returns>
    public static async Task<(DateTimeOffset? CountedAt, IReadOnlyList<IReadOnlyList<CountRow>> Rows)> ReadAsync(
        NpgsqlDataSource data, IReadOnlyList<NpgsqlBatchCommand> selects, CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT counted_at FROM statistics_runs"));
        foreach (var select in selects)
            batch.BatchCommands.Add(select);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        DateTimeOffset? countedAt = await reader.ReadAsync(cancellationToken) && !await reader.IsDBNullAsync(0, cancellationToken)
            ? reader.GetFieldValue<DateTimeOffset>(0) : null;
        var tables = new List<IReadOnlyList<CountRow>>();
        while (await reader.NextResultAsync(cancellationToken))
        {
            var rows = new List<CountRow>();
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(Row(reader));
            tables.Add(rows);
        }
        return (countedAt, tables);
    }

    // Dimensions are texts, numbers and times; counts are the columns of type bigint. A sum over no rows is null.
    private static CountRow Row(NpgsqlDataReader reader)
    {
        var values = new Dictionary<string, object?>();
        var counts = new Dictionary<string, long>();
        for (var i = 0; i < reader.FieldCount; i++)
        {
            if (reader.GetFieldType(i) == typeof(long))
                counts.Add(reader.GetName(i), reader.IsDBNull(i) ? 0 : reader.GetInt64(i));
            else
                values.Add(reader.GetName(i), reader.IsDBNull(i) ? null : reader.GetValue(i));
        }
        return new CountRow(values, counts);
    }
}
