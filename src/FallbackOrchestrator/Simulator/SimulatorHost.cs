namespace FallbackOrchestrator.Simulator;

/// <summary>
/// The simulated providers as a separate process: <c>dotnet run --project src/FallbackOrchestrator -- simulator --urls
/// http://localhost:5090 --Simulator:ReceiptsTo http://localhost:5080</c>.
/// </summary>
internal static class SimulatorHost
{
    /// <summary>Builds the host. Its settings are in <paramref name="folder"/>; <paramref name="configure"/> may change its services.</summary>
    public static WebApplication Create(string[] args, string folder, Action<WebApplicationBuilder>? configure = null)
    {
        // Simulated providers always run in Development, because only it has their settings.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            EnvironmentName = Environments.Development,
            ContentRootPath = folder,
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        configure?.Invoke(builder);
        builder.Services.AddSimulator(builder.Configuration, _ => throw new InvalidOperationException(
            "The simulator does not know where the service is: set Simulator:ReceiptsTo to its base address."));
        var app = builder.Build();
        app.MapSimulator();
        return app;
    }
}
