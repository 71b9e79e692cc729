using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FallbackOrchestrator.Hosting.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace FallbackOrchestrator.Rig;

/// <summary>A PostgreSQL of this run, durable as the product leaves it, that is crashed (<c>pg_ctl stop -m immediate</c>) and started again at the same port.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ClusterFolder _cluster;
    private readonly Postmaster _postmaster;
    private readonly int _port;

    private Server(string folder, ClusterFolder cluster, Postmaster postmaster, int port) =>
        (_folder, _cluster, _postmaster, _port) = (folder, cluster, postmaster, port);

    /// <summary>When it was down.</summary>
    public List<(DateTimeOffset From, DateTimeOffset Until)> Outages { get; } = [];

    public string ConnectionString => _postmaster.ConnectionString(_port, "postgres");

    public static async Task<Server> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("fallback-rig-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var options = new EmbeddedPostgresOptions { DataFolder = Path.Combine(folder, "postgres") };
        var cluster = new ClusterFolder(options.DataFolder);
        cluster.Create();
        var postmaster = await EmbeddedPostgres.PrepareAsync(cluster, options, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var server = new Server(folder, cluster, postmaster, FreePort());
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Crashes it so many times, spread over a time.</summary>
    public async Task CrashAsync(int crashes, TimeSpan within)
    {
        for (var crash = 1; crash <= crashes; crash++)
        {
            await Task.Delay(within / (crashes + 1));
            var from = TimeProvider.System.GetUtcNow();
            await KillAsync("-QUIT");
            await StartAgainAsync();
            Outages.Add((from, TimeProvider.System.GetUtcNow()));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"crash {crash}: back after {(Outages[^1].Until - from).TotalSeconds:0.0} s"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync("-INT");
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A port below those that the system gives to outgoing connections: it stays free while the server is down.</summary>
    public static int FreePort()
    {
        for (var port = 19_000 + (Environment.ProcessId % 900); ; port++)
        {
            try
            {
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

    private Task<int> StartAgainAsync() =>
        _postmaster.StartAsync(new Dictionary<string, string> { ["port"] = _port.ToString(CultureInfo.InvariantCulture) }, CancellationToken.None);

    private async Task KillAsync(string signal)
    {
        using var postmaster = Process.GetProcessById(PostmasterPidFile.Read(_cluster.PidPath)!.ProcessId);
        using (Process.Start("kill", [signal, postmaster.Id.ToString(CultureInfo.InvariantCulture)]))
            await postmaster.WaitForExitAsync();
    }
}
