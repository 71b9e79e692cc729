using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Simulator;

namespace FallbackOrchestrator.Hosting.Commands;

/// <summary><c>simulator</c>: runs the simulated providers of Development as a process of their own.</summary>
internal static class SimulatorCommand
{
    /// <summary>Runs them until the process is told to stop; returns 0.</summary>
    /// <exception cref="InvalidSettingsException">The settings cannot be read, or an address cannot be listened on.</exception>
    public static async Task<int> RunAsync(string[] settings, TextWriter output)
    {
        await using var app = SimulatorHost.Create(settings, SettingsFolder.Of(settings));
        if (ListeningAddresses.Mistakes(app.Configuration, app.Environment.ContentRootPath).ToList() is { Count: > 0 } mistakes)
            throw new InvalidSettingsException(mistakes);
        await app.StartAsync();
        await output.WriteLineAsync($"The simulated providers listen on {string.Join(", ", app.Urls)}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
