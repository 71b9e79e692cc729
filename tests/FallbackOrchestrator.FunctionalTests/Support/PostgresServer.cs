using System.Collections.Concurrent;
using System.Globalization;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Hosting;
using FallbackOrchestrator.EmbeddedPostgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Testcontainers.PostgreSql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// The real PostgreSQL of this test run; take it as a constructor parameter. It is the server that the environment variable
/// <c>TEST_POSTGRES</c> names (a connection string of a user who may create databases), else a container where Docker responds, else an
/// embedded server in a temporary folder.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, bool> _kept = new();
    private TempDataFolder? _folder;
    private EmbeddedPostgresServer? _embedded;
    private PostgreSqlContainer? _container;
    private readonly Lazy<Task<string>> _migrated;
    private string _connectionString = "";
    private int _databases;

    public PostgresServer() => _migrated = new Lazy<Task<string>>(MigrateAsync);

    /// <summary>One that runs already.</summary>
    internal static PostgresServer At(string connectionString) => new() { _connectionString = connectionString };

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("TEST_POSTGRES") is { Length: > 0 } given)
            _connectionString = given;
        else if (await DockerEngine.RespondsAsync())
            _connectionString = await StartContainerAsync();
        else
            _connectionString = await StartEmbeddedAsync();
    }

    /// <summary>Makes a fresh, empty database.</summary>
    /// <returns>Its connection string.</returns>
    public Task<string> CreateDatabaseAsync() => CreateDatabaseFromAsync("template0");

    /// <summary>Makes a copy of a database, far faster than migrating again.</summary>
    /// <param name="template">The connection string of the database to copy; nobody may be connected to it.</param>
    /// <returns>The connection string of the copy.</returns>
    public Task<string> CreateDatabaseAsync(string template)
    {
        ClearPool(template);
        return CreateDatabaseFromAsync(new NpgsqlConnectionStringBuilder(template).Database!);
    }

    /// <summary>Makes a database with the service's schema, whose clock stands at what its table <c>test_clock</c> says.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateMigratedDatabaseAsync() => await CreateDatabaseAsync(await _migrated.Value);

    /// <summary>Drops a database made here and ends the connections to it.</summary>
    public async Task DropDatabaseAsync(string connectionString)
    {
        ClearPool(connectionString);
        _kept.TryRemove(connectionString, out _);
        await ExecuteAsync($"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(connectionString).Database}\" WITH (FORCE)");
    }

    public async ValueTask DisposeAsync()
    {
        // A server of our own goes with its databases; a given one is left as it was found.
        if (_container is null && _embedded is null)
        {
            foreach (var database in _kept.Keys)
                await DropDatabaseAsync(database);
        }
        if (_container is not null)
            await _container.DisposeAsync();
        if (_embedded is not null)
            await _embedded.DisposeAsync();
        if (_folder is not null)
            await _folder.DisposeAsync();
    }

    private async Task<string> StartContainerAsync()
    {
        _container = new PostgreSqlBuilder("postgres:17")
            .WithCommand("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off", "-c", "max_connections=200")
            .Build();
        await _container.StartAsync();
        return _container.GetConnectionString();
    }

    private async Task<string> StartEmbeddedAsync()
    {
        _folder = new TempDataFolder();
        _embedded = await EmbeddedPostgresServer.StartAsync(
            _folder.Options with
            {
                ExtraSettings = new Dictionary<string, string>
                {
                    ["fsync"] = "off",
                    ["full_page_writes"] = "off",
                    ["synchronous_commit"] = "off",
                },
            },
            NullLogger.Instance);
        return _embedded.ConnectionString;
    }

    private async Task<string> MigrateAsync()
    {
        var connectionString = await CreateDatabaseAsync();
        await Database.MigrateAsync(new ConfigurationBuilder()
            .AddInMemoryCollection([new($"ConnectionStrings:{Database.ConnectionName}", connectionString)])
            .Build());
        await using var data = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await using var command = data.CreateCommand(
            """
            CREATE TABLE test_clock (now timestamptz NOT NULL);
            INSERT INTO test_clock VALUES (clock_timestamp());
            CREATE OR REPLACE FUNCTION orchestrator_now() RETURNS timestamptz LANGUAGE sql VOLATILE
                AS 'SELECT now FROM test_clock';
            CREATE INDEX test_calls ON attempts (channel_account_id) WHERE handover = 'calling'; -- looked at before every jump
            CREATE INDEX test_recalls ON attempts (recall_until) WHERE recall_until IS NOT NULL;
            CREATE INDEX test_queries ON attempts (queried_until) WHERE queried_until IS NOT NULL;
            """);
        await command.ExecuteNonQueryAsync();
        return connectionString;
    }

    private async Task<string> CreateDatabaseFromAsync(string template)
    {
        // The process id keeps two runs on one TEST_POSTGRES apart.
        var number = Interlocked.Increment(ref _databases);
        var name = string.Create(CultureInfo.InvariantCulture, $"fallback_test_{Environment.ProcessId}_{number}");
        await ExecuteAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
        await ExecuteAsync($"CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");
        var connectionString = new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString;
        _kept[connectionString] = true;
        return connectionString;
    }

    private static void ClearPool(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    private async Task ExecuteAsync(string sql)
    {
        // To drop one writes a checkpoint.
        var admin = new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false, CommandTimeout = 0 };
        await using var connection = new NpgsqlConnection(admin.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
