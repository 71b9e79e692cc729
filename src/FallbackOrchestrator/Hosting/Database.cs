using System.Diagnostics;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Hosting.EmbeddedPostgres;
using FallbackOrchestrator.Persistence;
using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Serilog.Extensions.Logging;

namespace FallbackOrchestrator.Hosting;

/// <summary>Where the rows are: an external PostgreSQL, or the service's own.</summary>
internal static class Database
{
    public const string ConnectionName = "Postgres";

    private const string Looking = "looking";

    /// <summary>The schema of Hangfire's tables.</summary>
    public const string HangfireSchema = "hangfire";

    /// <summary>How many days of partitions exist ahead of time; a job makes more every day.</summary>
    public const int DaysAhead = 14;

    // Compiling a statement takes longer than running it: each reads a few rows through an index, over many partitions.
    private const string NoJit = "-c jit=off";

    // The statements that move messages are lookups by index, each planned once for all values. Planning them anew took a fifth of PostgreSQL's
    // time; and a plan that was made for a small table, or by the statistics of a growing one, read whole ranges of it.
    private const string LookUp =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    // Any number, the same in every replica: replicas that start at once migrate one after another.
    private const long MigrationLock = 0x0FA11BAC4;

    public static string? ConnectionString(IConfiguration configuration) =>
        configuration.GetConnectionString(ConnectionName) is { Length: > 0 } connection ? connection : null;

    public static bool MayEmbed(WebApplicationBuilder builder) =>
        Embedding(builder.Configuration).Enabled ?? builder.Environment.IsDevelopment();

    /// <summary>Starts the service's own PostgreSQL where no other is configured.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot run; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres.EmbeddedPostgres?> StartEmbeddedAsync(WebApplicationBuilder builder)
    {
        if (ConnectionString(builder.Configuration) is not null || !MayEmbed(builder))
            return null;
        using var loggers = new SerilogLoggerFactory();
        var postgres = await EmbeddedPostgres.EmbeddedPostgres.StartAsync(
            Embedding(builder.Configuration), loggers.CreateLogger("FallbackOrchestrator.EmbeddedPostgres"));
        builder.Configuration[$"ConnectionStrings:{ConnectionName}"] = postgres.ConnectionString;
        return postgres;
    }

    /// <summary>Brings the schema up to date, Hangfire's included. Safe with several replicas that start at once.</summary>
    /// <exception cref="InvalidSettingsException">The database cannot be reached or used.</exception>
    public static async Task MigrateAsync(IConfiguration configuration)
    {
        var connectionString = ConnectionString(configuration) ?? throw new UnreachableException("the settings were checked");
        try
        {
            await MigrateAsync(connectionString);
        }
        // An ArgumentException is what a connection string of the wrong form ends in; its message names the part and not the value.
        catch (Exception unusable) when (unusable is NpgsqlException or ArgumentException)
        {
            throw new InvalidSettingsException([$"ConnectionStrings:{ConnectionName}: PostgreSQL cannot be used: {unusable.Message}"]);
        }
    }

    private static async Task MigrateAsync(string connectionString)
    {
        await using var data = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await using var connection = await data.OpenConnectionAsync();
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({MigrationLock})");
        await using (var db = new OrchestratorDbContext(
            new DbContextOptionsBuilder<OrchestratorDbContext>().UseNpgsql(data).UseSnakeCaseNamingConvention().Options))
        {
            await db.Database.MigrateAsync();
        }
        await using (var hangfire = await data.OpenConnectionAsync())
            PostgreSqlObjectsInstaller.Install(hangfire, HangfireSchema);
        await ExecuteAsync(
            connection,
            $"SELECT create_day_partitions((orchestrator_now() AT TIME ZONE 'UTC')::date - 1, (orchestrator_now() AT TIME ZONE 'UTC')::date + {DaysAhead})");
        await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({MigrationLock})");
    }

    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => NpgsqlDataSource.Create(Tuned(builder.Configuration, 40, $"{NoJit} {LookUp}")));
        // Who looks has connections of its own: a slow reader must not take those by which messages move.
        builder.Services.AddKeyedSingleton(Looking, (services, _) => NpgsqlDataSource.Create(Tuned(builder.Configuration, 12, NoJit)));
        builder.Services.AddDbContextPool<OrchestratorDbContext>((services, options) => options
            .UseNpgsql(services.GetRequiredKeyedService<NpgsqlDataSource>(Looking))
            .UseSnakeCaseNamingConvention());
    }

    /// <summary>Hangfire's own pool: a storm of jobs must not take the connections of the API.</summary>
    public static string HangfireConnection(IConfiguration configuration) =>
        new NpgsqlConnectionStringBuilder(ConnectionString(configuration)!)
        {
            ApplicationName = "fallback-orchestrator-hangfire",
            MaxPoolSize = 15,
            Enlist = false,
            NoResetOnClose = true,
        }.ConnectionString;

    private static NpgsqlConnectionStringBuilder Tuned(IConfiguration configuration, int connections, string settings) => new(ConnectionString(configuration)!)
    {
        ApplicationName = "fallback-orchestrator",
        MaxPoolSize = connections,
        Enlist = false,
        NoResetOnClose = true,
        MaxAutoPrepare = 60,
        AutoPrepareMinUsages = 2,
        Options = $"{settings} {new NpgsqlConnectionStringBuilder(ConnectionString(configuration)!).Options}",
        IncludeErrorDetail = false,
    };

    private static EmbeddedPostgresOptions Embedding(ConfigurationManager configuration) =>
        configuration.GetSection(EmbeddedPostgresOptions.Section).Get<EmbeddedPostgresOptions>() ?? new EmbeddedPostgresOptions();

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
