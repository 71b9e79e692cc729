using System.Diagnostics;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.EmbeddedPostgres;
using FallbackOrchestrator.Persistence;
using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Serilog.Extensions.Logging;

namespace FallbackOrchestrator.Hosting;

/// <summary>The database: an external PostgreSQL, or the service's own.</summary>
internal static class Database
{
    public const string ConnectionName = "Postgres";

    /// <summary>The schema of Hangfire's tables.</summary>
    public const string HangfireSchema = "hangfire";

    /// <summary>The number of days whose partitions exist in advance; a job creates more every day.</summary>
    public const int DaysAhead = 14;

    // Any number, but the same in every replica: replicas that start at the same time migrate one after another.
    private const long MigrationLock = 0x0FA11BAC4;

    public static string? ConnectionString(IConfiguration configuration) =>
        configuration.GetConnectionString(ConnectionName) is { Length: > 0 } connection ? connection : null;

    public static bool MayEmbed(WebApplicationBuilder builder) =>
        Embedding(builder.Configuration).Enabled ?? builder.Environment.IsDevelopment();

    /// <summary>Starts the service's own PostgreSQL if no other is configured.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot run; the message says what to do.</exception>
    public static async Task<EmbeddedPostgresServer?> StartEmbeddedAsync(WebApplicationBuilder builder, Serilog.ILogger log)
    {
        if (ConnectionString(builder.Configuration) is not null || !MayEmbed(builder))
            return null;
        // It logs before the service is built and after it is disposed, so it uses the log that exists at both times.
        var logger = new SerilogLoggerFactory(log).CreateLogger("FallbackOrchestrator.EmbeddedPostgres");
        var postgres = await EmbeddedPostgresServer.StartAsync(Rooted(Embedding(builder.Configuration), builder.Environment), logger);
        builder.Configuration[$"ConnectionStrings:{ConnectionName}"] = postgres.ConnectionString;
        return postgres;
    }

    /// <summary>Brings the schema up to date, including Hangfire's. Several replicas may do it at the same time.</summary>
    /// <exception cref="InvalidSettingsException">The database cannot be reached or used.</exception>
    public static async Task MigrateAsync(IConfiguration configuration)
    {
        var connectionString = ConnectionString(configuration) ?? throw new UnreachableException("the settings were checked");
        try
        {
            await MigrateAsync(connectionString);
        }
        // A connection string without a host causes an ArgumentException.
        catch (Exception unusable) when (unusable is NpgsqlException or ArgumentException || DatabaseFaults.Of(unusable) is not null)
        {
            throw CannotBeUsed(UnusableDatabase.Explain(unusable, connectionString));
        }
    }

    /// <summary>The message if the service cannot start because of its database.</summary>
    public static InvalidSettingsException CannotBeUsed(string why) =>
        new([$"ConnectionStrings:{ConnectionName}: PostgreSQL cannot be used: {why}"]);

    /// <summary>The reason why the service cannot use this server, or the way to it; null if it can.</summary>
    public static async Task<string?> WhyNotAsync(NpgsqlDataSource data, NpgsqlConnection connection) =>
        await IsSharedAsync(data)
            ? "the pooler in front of it gives a connection to others after each transaction, and the service keeps settings, locks and prepared "
                + "statements in its connections: set PgBouncer's pool_mode to session for this database, or connect to PostgreSQL itself"
            : UnusableDatabase.TooOld(connection.PostgreSqlVersion);

    private static async Task MigrateAsync(string connectionString)
    {
        var way = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var data = ConnectionPools.Open(way, [], "start");
        await using var connection = await data.OpenConnectionAsync();
        if (await WhyNotAsync(data, connection) is { } why)
            throw CannotBeUsed(why);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({MigrationLock})");
        var schema = FirstSchema(way.SearchPath);
        if (!(await AppliedMigrations.ReadAsync(connection, schema)).SequenceEqual(AppliedMigrations.Known))
            await ApplyMigrationsAsync(data, schema);
        await InstallHangfireAsync(data);
        await ExecuteAsync(
            connection,
            $"SELECT create_day_partitions((orchestrator_now() AT TIME ZONE 'UTC')::date - 1, (orchestrator_now() AT TIME ZONE 'UTC')::date + {DaysAhead})");
        await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({MigrationLock})");
    }

    private static async Task ApplyMigrationsAsync(NpgsqlDataSource data, string? schema)
    {
        await using var db = new OrchestratorDbContext(new DbContextOptionsBuilder<OrchestratorDbContext>()
            .UseNpgsql(data, npgsql => npgsql.MigrationsHistoryTable(AppliedMigrations.Table, schema))
            .UseSnakeCaseNamingConvention()
            .Options);
        if (UnusableDatabase.OtherVersion(await db.Database.GetAppliedMigrationsAsync(), db.Database.GetMigrations()) is { } other)
            throw CannotBeUsed(other);
        await db.Database.MigrateAsync();
    }

    private static async Task InstallHangfireAsync(NpgsqlDataSource data)
    {
        await using var connection = await data.OpenConnectionAsync();
        try
        {
            PostgreSqlObjectsInstaller.Install(connection, HangfireSchema);
        }
        catch (Exception refused) when (DatabaseFaults.Refused(refused) is { SqlState: PostgresErrorCodes.InsufficientPrivilege } why)
        {
            throw CannotBeUsed(
                $"{why.MessageText}. The role needs a schema '{HangfireSchema}' of its own for Hangfire's tables: CREATE SCHEMA {HangfireSchema} "
                + "AUTHORIZATION the role, or GRANT CREATE ON DATABASE to it");
        }
    }

    // Through a pooler that shares connections after each transaction, two clients meet on one server process, or one client gets several;
    // a client that keeps its connection never does.
    private static async Task<bool> IsSharedAsync(NpgsqlDataSource data)
    {
        const int Rounds = 3;
        await using var one = await data.OpenConnectionAsync();
        await using var other = await data.OpenConnectionAsync();
        var first = await ServedByAsync(one);
        for (var round = 0; round < Rounds; round++)
        {
            await using var transaction = await other.BeginTransactionAsync();
            if (await ServedByAsync(other) == first || await ServedByAsync(one) != first)
                return true;
        }
        return false;
    }

    private static async Task<int> ServedByAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }

    // EF Core searches its table in "public" unless a schema is named.
    public static string? FirstSchema(string? searchPath) =>
        searchPath?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.Trim(
            '"') is { Length: > 0 } first
            && !first.StartsWith('$') ? first : null;

    // Paths are relative to the settings that name them, never to the working directory.
    private static EmbeddedPostgresOptions Rooted(EmbeddedPostgresOptions options, IWebHostEnvironment environment) => options with
    {
        DataFolder = options.DataFolder is { Length: > 0 } configured ? Path.GetFullPath(configured, environment.ContentRootPath)
            : environment.IsDevelopment() ? DefaultFolders.DataOfCheckout(environment.ContentRootPath)
            : DefaultFolders.Data,
        BinariesFolder = options.BinariesFolder is { Length: > 0 } binaries
            ? Path.GetFullPath(binaries, environment.ContentRootPath) : null,
        NpmCacheFolder = options.NpmCacheFolder is { Length: > 0 } cache ? Path.GetFullPath(cache, environment.ContentRootPath) : null,
    };

    private static EmbeddedPostgresOptions Embedding(ConfigurationManager configuration) =>
        configuration.GetSection(EmbeddedPostgresOptions.Section).Get<EmbeddedPostgresOptions>() ?? new EmbeddedPostgresOptions();

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
