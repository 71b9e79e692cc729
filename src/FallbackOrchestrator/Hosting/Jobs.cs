using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Subaccounts;
using Hangfire;
using Hangfire.Dashboard;
using Hangfire.PostgreSql;
using Npgsql;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Hangfire: runs the checks of deadlines and the recurring jobs, and shows both. With <c>Hangfire:Enabled</c> false everything still
/// happens, a second later.
/// </summary>
internal static class Jobs
{
    /// <summary>The setting of the dashboard's password.</summary>
    public const string DashboardPassword = "Hangfire:DashboardPassword";

    /// <summary>Where the dashboard is.</summary>
    public const string DashboardPath = "/hangfire";

    public static void AddJobs(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RetentionOptions>().BindConfiguration("Retention");
        builder.Services.AddSingleton<PartitionsJob>();
        builder.Services.AddHostedService<PartitionsFallback>();
        if (!Enabled(builder.Configuration))
            return;
        builder.Services.AddHangfire((services, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UsePostgreSqlStorage(
                storage =>
                    storage.UseConnectionFactory(
                        new Connections(services.GetRequiredKeyedService<NpgsqlDataSource>(ConnectionPools.Hangfire))),
                new PostgreSqlStorageOptions
                {
                    SchemaName = Database.HangfireSchema,
                    PrepareSchemaIfNecessary = false, // The migration installs it, one replica after another.
                    EnableTransactionScopeEnlistment = false,
                    QueuePollInterval = TimeSpan.FromMilliseconds(200),
                    // A lock whose holder was killed stops every scheduled job until its time-out; deadlines do not depend on it.
                    DistributedLockTimeout = TimeSpan.FromSeconds(20),
                    UseSlidingInvisibilityTimeout = true,
                    InvisibilityTimeout = TimeSpan.FromSeconds(30),
                })
            .WithJobExpirationTimeout(TimeSpan.FromHours(1)));
        builder.Services.AddHangfireServer(server =>
        {
            server.WorkerCount = 5;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            server.ShutdownTimeout = TimeSpan.FromSeconds(10);
        });
    }

    public static void MapJobs(this WebApplication app)
    {
        if (!Enabled(app.Configuration))
            return;
        app.Services.GetRequiredService<IRecurringJobManager>()
            .AddOrUpdate<PartitionsJob>("partitions", job => job.RunAsync(CancellationToken.None), Cron.Hourly());
        if (HasDashboard(app))
        {
            var password = app.Configuration[DashboardPassword];
            app.Use(SlowGuessesAsync);
            app.MapHangfireDashboard(DashboardPath, new DashboardOptions
            {
                Authorization = [new DashboardDoor(app.Environment.IsDevelopment() ? null : password)],
                IsReadOnlyFunc = _ => !app.Environment.IsDevelopment(),
            }).AllowAnonymous(); // The dashboard has its own authentication.
        }
    }

    /// <summary>True if the dashboard exists.</summary>
    public static bool HasDashboard(WebApplication app) =>
        Enabled(app.Configuration) && (app.Environment.IsDevelopment() || app.Configuration[DashboardPassword] is { Length: > 0 });

    // People choose this password, and few callers share an address with them. So after too many wrong passwords from an address, none is
    // checked for a while.
    private static async Task SlowGuessesAsync(HttpContext http, RequestDelegate next)
    {
        const string Door = "dashboard";
        var wrong = http.RequestServices.GetRequiredService<FailedAuthentications>();
        var isGuess = http.Request.Path.StartsWithSegments(DashboardPath) && http.Request.Headers.Authorization.Count > 0;
        if (isGuess && wrong.IsClosedFor(http, Door) is { } seconds)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return;
        }
        await next(http);
        if (isGuess && http.Response.StatusCode == StatusCodes.Status401Unauthorized)
            wrong.Count(http, Door);
    }

    private static bool Enabled(IConfiguration configuration) => configuration.GetValue("Hangfire:Enabled", true);

    private sealed class Connections(NpgsqlDataSource data) : IConnectionFactory
    {
        public NpgsqlConnection GetOrCreateConnection() => data.CreateConnection();
    }

    /// <summary>Open in Development; otherwise it requires the configured password (Basic authentication, any name).</summary>
    private sealed class DashboardDoor(string? password) : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context)
        {
            if (password is null)
                return true;
            var http = context.GetHttpContext();
            if (AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var header)
                && header is { Scheme: "Basic", Parameter: { } parameter }
                && RotatingSecret.Same(Password(parameter), password))
            {
                return true;
            }
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"Hangfire\"";
            return false;
        }

        private static string Password(string parameter)
        {
            Span<byte> decoded = new byte[parameter.Length];
            if (!Convert.TryFromBase64String(parameter, decoded, out var length))
                return "";
            var pair = Encoding.UTF8.GetString(decoded[..length]);
            return pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
        }
    }
}
