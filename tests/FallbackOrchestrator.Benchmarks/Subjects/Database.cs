using System.Diagnostics;
using Npgsql;

namespace FallbackOrchestrator.Benchmarks.Subjects;

/// <summary>A database of its own for one subject.</summary>
internal sealed class Database(Cluster cluster, string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _data = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0, ApplicationName = "benchmarks" });

    public string ConnectionString => connectionString;

    public Cluster Cluster => cluster;

    /// <summary>The first value that a query returns.</summary>
    public async Task<T> AskAsync<T>(string sql)
    {
        await using var command = _data.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Executes a statement in a transaction of its own; returns how long it took, and how long its COMMIT.</summary>
    public async Task<(TimeSpan Statement, TimeSpan Commit)> TimeAsync(string sql)
    {
        await using var connection = await _data.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var began = Stopwatch.GetTimestamp();
        await command.ExecuteNonQueryAsync();
        var executed = Stopwatch.GetTimestamp();
        await transaction.CommitAsync();
        return (Stopwatch.GetElapsedTime(began, executed), Stopwatch.GetElapsedTime(executed));
    }

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = _data.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>What a query returns, row by row.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = _data.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The rows of all tables but the system's.</summary>
    public async Task<long> RowsAsync()
    {
        var count = await AskAsync<string>(
            """
            SELECT COALESCE('SELECT (' || string_agg(format('(SELECT count(*) FROM %s)', oid::regclass), ' + ') || ')::bigint', 'SELECT 0::bigint')
            FROM pg_class WHERE relkind = 'r' AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            """);
        return await AskAsync<long>(count);
    }

    /// <summary>How much the server has written ahead since it was made.</summary>
    public Task<double> WalBytesAsync() => AskAsync<double>("SELECT (pg_current_wal_lsn() - '0/0')::float8");

    public async ValueTask DisposeAsync()
    {
        await _data.DisposeAsync();
        await cluster.DropAsync(new NpgsqlConnectionStringBuilder(connectionString).Database!);
    }
}
