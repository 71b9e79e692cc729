using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Dispatching;
using FallbackOrchestrator.EmbeddedPostgres;
using FallbackOrchestrator.Fallback;
using FallbackOrchestrator.Hosting.Telemetry;
using FallbackOrchestrator.Inbound;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Secrets;
using FallbackOrchestrator.Receipts;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Simulator;
using FallbackOrchestrator.Statistics;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.Tracking;
using FallbackOrchestrator.WebConsole;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Hosting;

/// <summary>Builds the service: one line for each concern.</summary>
public static class OrchestratorHost
{
    /// <summary>Runs until the process is told to stop; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var service = await CreateAsync(args);
            await StartAsync(service.App);
            Welcome.Print(service);
            return await EndedAsync(service);
        }
        catch (Exception cannotStart) when (StartupError.Sentence(cannotStart) is { } sentence)
        {
            await Console.Error.WriteLineAsync($"The service cannot start:{Environment.NewLine}{sentence}");
            return 1;
        }
        // The first thing that each part does is a read.
        catch (Exception failure) when (DatabaseFaults.Of(failure) is not null)
        {
            await Console.Error.WriteLineAsync(
                $"The service cannot start:{Environment.NewLine}{Database.CannotBeUsed(failure.GetBaseException().Message).Message}");
            return 1;
        }
    }

    // The parts that have started stop before the service is disposed of; otherwise they would go on without what they use, and log that.
    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // The first failure is the one to report.
            throw;
        }
    }

    // Without its database the service is useless; a supervisor of the process can do more.
    private static async Task<int> EndedAsync(RunningService service)
    {
        var stopped = service.App.WaitForShutdownAsync();
        if (service.Postgres is not { } postgres || await Task.WhenAny(stopped, postgres.Lost) == stopped)
        {
            await stopped;
            return 0;
        }
        await Console.Error.WriteLineAsync($"The service ends:{Environment.NewLine}{(await postgres.Lost).Message}");
        await service.App.StopAsync();
        return 1;
    }

    /// <summary>Builds the service on a database that is up to date.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">May change the services; tests replace the clock with it.</param>
    /// <param name="willListen">False if it will not be started, so that its addresses need not be free.</param>
    /// <exception cref="InvalidSettingsException">Names every setting that is missing or wrong.</exception>
    public static async Task<RunningService> CreateAsync(
        string[] args, Action<WebApplicationBuilder>? configure = null, bool willListen = true)
    {
        var builder = SettingsFolder.Read(args);
        RequiredSettings.Check(builder, willListen);
        var log = builder.AddLogs();
        log.ForContext(typeof(OrchestratorHost)).Information(
            "Fallback Orchestrator {Version} starts in {Environment}", ServiceVersion.Text, builder.Environment.EnvironmentName);
        builder.Services.TryAddSingleton(TimeProvider.System);
        configure?.Invoke(builder);

        var postgres = await Database.StartEmbeddedAsync(builder, log);
        try
        {
            await Database.MigrateAsync(builder.Configuration);
            builder.AddDatabase();
            builder.Services.AddStoredSecrets(builder.Configuration);
            builder.AddCapabilities();
            builder.AddJobs();
            builder.AddApi();
            builder.ServeBuiltFiles();
            builder.AddTelemetry();
            if (builder.Environment.IsDevelopment())
                builder.Services.AddSimulator(builder.Configuration);

            var app = builder.Build();
            app.Services.CheckSettings();
            await app.Services.OpenKeyRingAsync();
            app.WarnOfSettings();
            app.UseApi();
            app.MapSending();
            app.MapTracking();
            app.MapStatistics();
            app.MapStatusWebhooks();
            app.MapManagementApis();
            app.MapOperation();
            app.MapReceipts();
            app.MapInbound();
            app.MapHealth();
            app.MapMetrics();
            app.MapFrontPage();
            app.MapWebConsole();
            app.MapJobs();
            if (app.Environment.IsDevelopment())
                app.MapSimulator();
            return new RunningService(app, postgres);
        }
        catch
        {
            if (postgres is not null)
                await postgres.DisposeAsync();
            throw;
        }
    }

    // In the order in which their hosted services start. They stop in the reverse order, after the web server: first those that create new
    // work, then the dispatcher when its calls have ended, and last the message door and the directories that it uses.
    private static void AddCapabilities(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Random>(_ => new ProcessRandom());
        builder.Services
            .AddSubaccounts(
                builder.Configuration, services => services.GetRequiredService<IOptions<SendOptions>>().Value.ShortestWindow,
                new SecretRules(builder.Environment.IsDevelopment() ? (_, _) => null : WeakSecrets.WhyNot))
            .AddStatusWebhooks()
            .AddOrchestration(builder.Configuration)
            .AddDispatching(builder.Configuration)
            .AddInbound()
            .AddReceipts()
            .AddSending(
                services => address => WebhookParser.WhyNot(address, services.GetRequiredService<IOptions<StatusWebhooksOptions>>().Value))
            .AddFallback()
            .AddTracking()
            .AddStatistics()
            .AddWebConsole(
                services => OwnAddress.Client(services.GetRequiredService<IServer>()),
                Demo.Of(builder.Configuration, builder.Environment) is { } demo ? new ConsoleKeys(demo.Key, demo.AdminKey) : null);
    }
}

/// <summary>The built service and its private PostgreSQL, if it has one. PostgreSQL is stopped last.</summary>
public sealed record RunningService(WebApplication App, EmbeddedPostgresServer? Postgres) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();
    }
}
