using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Hosting.EmbeddedPostgres;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Receipts;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Simulator;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.Subaccounts.Management;
using FallbackOrchestrator.Tracking;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FallbackOrchestrator.Hosting;

/// <summary>The service, put together: one line a concern.</summary>
public static class OrchestratorHost
{
    /// <summary>Runs until the process is told to stop; answers the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var service = await CreateAsync(args);
            service.App.Lifetime.ApplicationStarted.Register(() => Welcome.Print(service.App));
            await service.App.RunAsync();
            return 0;
        }
        catch (Exception cannotStart) when (cannotStart is InvalidSettingsException or EmbeddedPostgresException)
        {
            await Console.Error.WriteLineAsync($"The service cannot start:{Environment.NewLine}{cannotStart.Message}");
            return 1;
        }
        // The first thing that each part does is to read something.
        catch (Exception failure) when (DatabaseTroubles.Of(failure) is not null)
        {
            await Console.Error.WriteLineAsync($"The service cannot start:{Environment.NewLine}{Database.CannotBeUsed(failure.GetBaseException().Message).Message}");
            return 1;
        }
    }

    /// <summary>Builds the service on a database that is up to date.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">May change the services before; tests replace the clock.</param>
    /// <exception cref="InvalidSettingsException">Names every setting that is missing or wrong.</exception>
    public static async Task<RunningService> CreateAsync(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        RequiredSettings.Check(builder);
        builder.AddLogs();
        builder.Services.TryAddSingleton(TimeProvider.System);
        configure?.Invoke(builder);

        var postgres = await Database.StartEmbeddedAsync(builder);
        try
        {
            await Database.MigrateAsync(builder.Configuration);
            builder.AddDatabase();
            builder.AddSubaccounts();
            builder.AddStatusWebhooks();
            builder.AddOrchestration();
            builder.AddDispatching();
            builder.AddReceipts();
            builder.AddSending();
            builder.AddFallback();
            builder.AddTracking();
            builder.AddJobs();
            builder.AddApi();
            if (builder.Environment.IsDevelopment())
                builder.Services.AddSimulator(builder.Configuration);

            var app = builder.Build();
            app.Services.CheckSettings();
            app.UseApi();
            app.MapSending();
            app.MapBatches();
            app.MapSkip();
            app.MapTracking();
            app.MapSearch();
            app.MapStatusWebhooks();
            app.MapOwnSubaccount();
            app.MapManagement();
            app.MapReceipts();
            app.MapHealth();
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
}

/// <summary>The built service and its private PostgreSQL, if it has one. PostgreSQL is stopped last.</summary>
public sealed record RunningService(WebApplication App, EmbeddedPostgres.EmbeddedPostgres? Postgres) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();
    }
}
