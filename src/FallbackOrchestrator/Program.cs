using FallbackOrchestrator.Hosting.Commands;

return await CommandLine.RunAsync(args);
