using System.Net;
using System.Net.Sockets;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>The whole service as a real process, in Development unless a setting says otherwise.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private readonly OwnProcess _process;

    private ServiceProcess(OwnProcess process, Uri address)
    {
        _process = process;
        Address = address;
        Client = new DemoClient(address);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A customer of it.</summary>
    public DemoClient Client { get; }

    /// <summary>Everything that it wrote.</summary>
    public string Output => _process.Output;

    /// <summary>
    /// A port on loopback that is free now, below those that the system gives to outgoing connections: it stays free over a restart.
    /// </summary>
    public static int FreePort()
    {
        for (var port = 20_000 + (System.Environment.ProcessId * 7 % 9_000); ; port++)
        {
            try
            {
                if (!Given.TryAdd(port, true))
                    continue;
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next one may be free.
            }
        }
    }

    /// <summary>Starts it and waits until it is ready. Settings come by environment variables, as in production.</summary>
    public static Task<ServiceProcess> StartAsync(params (string Name, string Value)[] settings) => StartFromAsync(null, settings);

    /// <summary>Starts it from a folder that is not its own, and waits until it is ready.</summary>
    public static async Task<ServiceProcess> StartFromAsync(string? folder, params (string Name, string Value)[] settings)
    {
        var process = OwnProcess.Start([], Environment(settings), from: folder);
        try
        {
            var service = new ServiceProcess(process, await process.ListeningAsync());
            await Until.TrueAsync(service.Client.IsReadyAsync, ready => ready);
            return service;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and waits until it gives up.</summary>
    /// <returns>Its exit code and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> FailToStartAsync(params (string Name, string Value)[] settings)
    {
        await using var process = OwnProcess.Start([], Environment(settings));
        return (await process.EndedAsync(), process.Output);
    }

    /// <summary>Waits until it ends by itself; returns the exit code.</summary>
    public Task<int> EndedAsync() => _process.EndedAsync();

    /// <summary>SIGTERM; returns the exit code.</summary>
    public Task<int> StopAsync() => _process.StopAsync();

    /// <summary>SIGTERM, without waiting for the end.</summary>
    public Task TellToStopAsync() => _process.TellToStopAsync();

    /// <summary><c>kill -9</c>.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return _process.DisposeAsync();
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, bool> Given = new();

    private static IEnumerable<(string, string)> Environment((string Name, string Value)[] settings) =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Development"),
        ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
        .. settings.Select(setting => (setting.Name.Replace(":", "__", StringComparison.Ordinal), setting.Value)),
    ];
}
