using FallbackOrchestrator.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace FallbackOrchestrator.Benchmarks.Subjects;

/// <summary>
/// The PostgreSQL of this run: a real server, started by the service's own embedded support with the settings that the service gives it, in
/// a temporary folder. Durable: <c>fsync</c> and <c>synchronous_commit</c> are on, as the product leaves them.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly EmbeddedPostgresServer _postgres;
    private readonly string _folder;
    private int _databases;

    private Cluster(EmbeddedPostgresServer postgres, string folder, int postmaster) =>
        (_postgres, _folder, PostmasterId) = (postgres, folder, postmaster);

    /// <summary>The server's first process.</summary>
    public int PostmasterId { get; }

    public static async Task<Cluster> StartAsync(string? folder)
    {
        folder = TemporaryFolder.Create(folder);
        var data = Path.Combine(folder, "postgres");
        var postgres = await EmbeddedPostgresServer.StartAsync(new EmbeddedPostgresOptions { DataFolder = data }, NullLogger.Instance);
        return new Cluster(postgres, folder, PostmasterPidFile.Read(new ClusterFolder(data).PidPath)!.ProcessId);
    }

    /// <summary>Makes an empty database.</summary>
    public async Task<Database> CreateDatabaseAsync()
    {
        var name = $"benchmark_{++_databases}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return new Database(this, new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = name }.ConnectionString);
    }

    public Task DropAsync(string database) => ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

    /// <summary>The settings that decide how fast and how safe it is.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SettingsAsync()
    {
        await using var data = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = data.CreateCommand(
            """
            SELECT name, current_setting(name) FROM unnest(ARRAY['server_version', 'fsync', 'synchronous_commit', 'full_page_writes',
                'shared_buffers', 'max_wal_size', 'checkpoint_timeout', 'max_connections']) AS name
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var settings = new Dictionary<string, string>();
        while (await reader.ReadAsync())
            settings[reader.GetString(0)] = reader.GetString(1);
        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
