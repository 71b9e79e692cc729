using FallbackOrchestrator.Hosting;
using FallbackOrchestrator.Simulator;

return args is ["simulator", .. var simulatorArgs]
    ? await SimulatorHost.RunAsync(simulatorArgs)
    : await OrchestratorHost.RunAsync(args);
