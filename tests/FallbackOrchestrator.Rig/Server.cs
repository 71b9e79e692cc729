using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FallbackOrchestrator.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace FallbackOrchestrator.Rig;

/// <summary>What is done to PostgreSQL.</summary>
internal enum Trouble
{
    /// <summary>It crashes as a whole, and is started again.</summary>
    Crash,

    /// <summary><c>kill -9</c> of one of the processes that serve us: it ends all of them and recovers by itself.</summary>
    Kill,

    /// <summary>All of its processes stand still for 10 seconds.</summary>
    Pause,
}

/// <summary>
/// A PostgreSQL of this run, durable as the product leaves it, that is crashed (<c>pg_ctl stop -m immediate</c>) and started again at the
/// same port.
/// </summary>
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

    /// <summary>
    /// How late something was done, in seconds: what was due while the server was down, or had not been done when it went down, is due when
    /// it is back.
    /// </summary>
    public double LateAfterReturn(DateTimeOffset due, DateTimeOffset done)
    {
        var back = Outages.Where(outage => outage.From < done
            && outage.Until > due).Select(outage => outage.Until).DefaultIfEmpty(due).Max();
        return Math.Max(0, (done - (back > due ? back : due)).TotalSeconds);
    }

    public string ConnectionString => _postmaster.ConnectionString(_port, "postgres");

    public static async Task<Server> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("fallback-rig-").FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var options = new EmbeddedPostgresOptions { DataFolder = Path.Combine(folder, "postgres") };
        var cluster = new ClusterFolder(options.DataFolder);
        cluster.Create();
        var postmaster = await EmbeddedPostgresServer.PrepareAsync(
            cluster, options, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var server = new Server(folder, cluster, postmaster, FreePort());
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Makes these troubles, spread over a time.</summary>
    public async Task TroubleAsync(IReadOnlyList<Trouble> troubles, TimeSpan within)
    {
        for (var number = 1; number <= troubles.Count; number++)
        {
            await Task.Delay(within / (troubles.Count + 1));
            var from = TimeProvider.System.GetUtcNow();
            await (troubles[number - 1] switch
            {
                Trouble.Kill => KillOneAsync(),
                Trouble.Pause => PauseAsync(TimeSpan.FromSeconds(10)),
                _ => CrashAsync(),
            });
            Outages.Add((from, TimeProvider.System.GetUtcNow()));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                    $"{troubles[number - 1]} {number}: back after {(Outages[^1].Until - from).TotalSeconds:0.0} s"));
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
        _postmaster.StartAsync(
            new Dictionary<string, string> { ["port"] = _port.ToString(CultureInfo.InvariantCulture) }, CancellationToken.None);

    private async Task CrashAsync()
    {
        await KillAsync("-QUIT");
        await StartAgainAsync();
    }

    private async Task KillOneAsync()
    {
        var ours = await ProcessesAsync(
            "application_name = 'fallback-orchestrator' ORDER BY state = 'active' DESC, state_change DESC LIMIT 1");
        await SignalAsync("-KILL", ours);
        // It may take a moment until the others notice.
        for (var responses = 0; responses < 3;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
            try
            {
                await ProcessesAsync("true");
                responses++;
            }
            catch (NpgsqlException)
            {
                responses = 0;
            }
        }
    }

    private async Task PauseAsync(TimeSpan time)
    {
        List<int> all = [PostmasterPidFile.Read(_cluster.PidPath)!.ProcessId, .. await ProcessesAsync("pid <> pg_backend_pid()")];
        await SignalAsync("-STOP", all);
        await Task.Delay(time);
        await SignalAsync("-CONT", all);
    }

    private async Task<List<int>> ProcessesAsync(string which)
    {
        await using var data = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false });
        await using var command = data.CreateCommand($"SELECT pid FROM pg_stat_activity WHERE {which}");
        await using var reader = await command.ExecuteReaderAsync();
        var processes = new List<int>();
        while (await reader.ReadAsync())
            processes.Add(reader.GetInt32(0));
        return processes;
    }

    private static async Task SignalAsync(string signal, IReadOnlyList<int> processes)
    {
        using var kill = Process.Start("kill", [signal, .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync();
    }

    private async Task KillAsync(string signal)
    {
        using var postmaster = Process.GetProcessById(PostmasterPidFile.Read(_cluster.PidPath)!.ProcessId);
        using (Process.Start("kill", [signal, postmaster.Id.ToString(CultureInfo.InvariantCulture)]))
            await postmaster.WaitForExitAsync();
    }
}
