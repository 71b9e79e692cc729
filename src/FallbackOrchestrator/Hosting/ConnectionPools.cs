using FallbackOrchestrator.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// The connections to PostgreSQL, in separate pools: for moving messages, for customers' searches, for managing and reading accounts and
/// keys, and for Hangfire. No pool takes connections from another.
/// </summary>
internal static class ConnectionPools
{
    /// <summary>Hangfire's own pool: many jobs at once must not take the connections of the API.</summary>
    public const string Hangfire = "hangfire";

    /// <summary>The connections of one replica, over all pools.</summary>
    public const int MostConnections = ForMoving + ForLooking + ForManaging + ForJobs;

    private const int ForMoving = 40;
    private const int ForLooking = 12;
    private const int ForManaging = 6;
    private const int ForJobs = 15;

    private const string Moving = "moving";

    // Settings, and the SQL of their values. Compiling a statement takes longer than running it, because each reads a few rows through an
    // index, over many partitions. A response of 200 must be true after a crash, whatever the server's default is; "local", "remote_write"
    // and "remote_apply" are the operator's choice.
    private static readonly (string Name, string Sql)[] Durable =
    [
        ("jit", "'off'"),
        ("synchronous_commit", "replace(current_setting('synchronous_commit'), 'off', 'on')"),
    ];

    // A search returns the newest messages first, a page at a time. With the index it reads the newest days until the page is full; a
    // sequential scan must first read and sort every row of every day. Without statistics of a new day the planner sometimes chooses the
    // one, sometimes the other.
    private static readonly (string Name, string Sql)[] NewestFirst = [.. Durable, ("enable_seqscan", "'off'")];

    // The statements that move messages are lookups by index, each planned once for all values. Planning them again took a fifth of
    // PostgreSQL's time; and a plan that was made for a small table, or by the statistics of a growing one, read whole ranges of it.
    private static readonly (string Name, string Sql)[] LookUp =
    [
        .. Durable, ("plan_cache_mode", "'force_generic_plan'"), (
            "enable_seqscan", "'off'"), ("enable_hashjoin", "'off'"), ("enable_mergejoin", "'off'"),
        // If a connection breaks during a transaction, the server keeps its messages locked until it gives the connection up, which may
        // take hours.
        ("idle_in_transaction_session_timeout", "'60s'"),
    ];

    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        var way = new NpgsqlConnectionStringBuilder(Database.ConnectionString(builder.Configuration)!);
        builder.Services.AddSingleton(_ => Open(Tuned(way, ForMoving), LookUp, Moving));
        // Searches have their own connections: a slow reader must not take those that move messages.
        builder.Services.AddKeyedSingleton(
            OrchestratorDbContext.Looking, (_, _) => Open(Tuned(way, ForLooking), NewestFirst, OrchestratorDbContext.Looking));
        // A revoked key must stop working, and an operator must get a connection, however many searches run.
        builder.Services.AddKeyedSingleton(
            OrchestratorDbContext.Managing, (_, _) => Open(Tuned(way, ForManaging), Durable, OrchestratorDbContext.Managing));
        builder.Services.AddKeyedSingleton(Hangfire, (_, _) => Open(ForHangfire(way), [], Hangfire));
        // All code that uses the database reports its failures here, and all pools are emptied together. It uses the real clock, because
        // the servers do.
        builder.Services.AddSingleton(services => new DatabaseAvailability(
            [
                services.GetRequiredService<NpgsqlDataSource>(),
                .. new[] { OrchestratorDbContext.Looking, OrchestratorDbContext.Managing, Hangfire }.Select(
                    pool => services.GetRequiredKeyedService<NpgsqlDataSource>(pool)),
            ],
            TimeProvider.System,
            services.GetRequiredService<ILogger<DatabaseAvailability>>()));

        builder.Services.AddDbContextPool<OrchestratorDbContext>((services, options) => options
            .UseNpgsql(services.GetRequiredKeyedService<NpgsqlDataSource>(OrchestratorDbContext.Looking))
            .UseSnakeCaseNamingConvention());
        builder.Services.AddKeyedSingleton(
            OrchestratorDbContext.Managing, (services, _) => new DbContextOptionsBuilder<OrchestratorDbContext>()
            .UseApplicationServiceProvider(services)
            .UseNpgsql(services.GetRequiredKeyedService<NpgsqlDataSource>(OrchestratorDbContext.Managing))
            .UseSnakeCaseNamingConvention()
            // The caller logs each failure. The search for unreadable rows (ReadableRows) would log many, every few seconds.
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.QueryIterationFailed))
            .Options);
        builder.Services.AddKeyedScoped(OrchestratorDbContext.Managing, (services, pool) =>
            new OrchestratorDbContext(services.GetRequiredKeyedService<DbContextOptions<OrchestratorDbContext>>(pool)));
    }

    /// <summary>
    /// A pool whose connections have these settings, each with the SQL of its value. A statement sets them, because PgBouncer accepts none
    /// of them, nor a search path, as a start-up parameter. Settings in the connection string's <c>Options</c> are kept.
    /// </summary>
    /// <param name="way">How to reach the server.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="name">The name of the pool in metrics, which would otherwise show the connection string.</param>
    public static NpgsqlDataSource Open(
        NpgsqlConnectionStringBuilder way, IEnumerable<(string Name, string Sql)> settings, string name)
    {
        var given = way.Options ?? "";
        var all = settings.Where(setting => !given.Contains(setting.Name, StringComparison.Ordinal)).ToList();
        var plain = new NpgsqlConnectionStringBuilder(way.ConnectionString);
        if (plain.SearchPath is { Length: > 0 } path)
        {
            all.Add(("search_path", $"'{path.Replace("'", "''", StringComparison.Ordinal)}'"));
            plain.SearchPath = null;
        }
        // Of several servers, the writable one.
        if (plain.Host?.Contains(',', StringComparison.Ordinal) == true)
            plain.TargetSessionAttributes ??= "read-write";
        var source = new NpgsqlDataSourceBuilder(plain.ConnectionString) { Name = name };
        if (all.Count > 0)
        {
            var set = $"SELECT {string.Join(", ", all.Select(setting => $"set_config('{setting.Name}', {setting.Sql}, false)"))}";
            source.UsePhysicalConnectionInitializer(
                connection =>
                {
                    using var command = new NpgsqlCommand(set, connection);
                    command.ExecuteNonQuery();
                },
                async connection =>
                {
                    await using var command = new NpgsqlCommand(set, connection);
                    await command.ExecuteNonQueryAsync();
                });
        }
        // Only as part of a request's trace: the service asks for due work several times a second.
        source.ConfigureTracing(traces => traces
            .ConfigureCommandFilter(_ => System.Diagnostics.Activity.Current is not null)
            .ConfigureBatchFilter(_ => System.Diagnostics.Activity.Current is not null));
        return source.Build();
    }

    private static NpgsqlConnectionStringBuilder Tuned(NpgsqlConnectionStringBuilder way, int connections) => new(way.ConnectionString)
    {
        ApplicationName = "fallback-orchestrator",
        MaxPoolSize = connections,
        Enlist = false,
        NoResetOnClose = true,
        MaxAutoPrepare = 60,
        AutoPrepareMinUsages = 2,
        IncludeErrorDetail = false,
    };

    private static NpgsqlConnectionStringBuilder ForHangfire(NpgsqlConnectionStringBuilder way) => new(way.ConnectionString)
    {
        ApplicationName = "fallback-orchestrator-hangfire",
        MaxPoolSize = ForJobs,
        Enlist = false,
        NoResetOnClose = true,
    };
}
