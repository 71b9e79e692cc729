using FallbackOrchestrator.Simulator;

if (args is ["simulator", .. var simulatorArgs])
{
    await SimulatorHost.RunAsync(simulatorArgs);
    return;
}

var app = WebApplication.CreateBuilder(args).Build();
app.Run();
