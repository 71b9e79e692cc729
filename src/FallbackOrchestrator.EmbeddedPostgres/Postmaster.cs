using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>
/// Starts, finds and stops the one PostgreSQL server of a data folder. The server outlives a killed service; the next start finds it by
/// <c>postmaster.pid</c>. Callers hold the start-stop lock of the folder.
/// </summary>
internal sealed class Postmaster(
    ClusterFolder folder, PostgresBinaries binaries, PostgresAccount account, TimeProvider time, ILogger logger)
{
    // Long enough for the replay of the log after a crash.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    // A killed server stays in the process table until its parent has noted its end, and its children need a moment to follow it.
    private static readonly TimeSpan HeldPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseBeforeRetry = TimeSpan.FromMilliseconds(200);
    private const int FailuresTolerated = 2;

    private readonly string _password = folder.ReadPassword();

    /// <summary>How to reach a database of the server on <paramref name="port"/>.</summary>
    public string ConnectionString(int port, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = IPAddress.Loopback.ToString(),
        Port = port,
        Username = ClusterFolder.User,
        Password = _password,
        Database = database,
    }.ConnectionString;

    /// <summary>Uses the server that runs on the folder, or starts one, and waits until it responds.</summary>
    /// <returns>Its port.</returns>
    /// <exception cref="EmbeddedPostgresException">It did not start; the message holds the end of its log.</exception>
    public Task<int> StartAsync(IReadOnlyDictionary<string, string> extraSettings, CancellationToken cancellationToken) =>
        StartAsync(extraSettings, known: null, cancellationToken);

    /// <summary>Uses the server that runs on the folder, or starts one, and waits until it responds.</summary>
    /// <param name="extraSettings">Settings that go over the usual ones.</param>
    /// <param name="known">The port on which others look for it; null: any.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Its port.</returns>
    /// <exception cref="EmbeddedPostgresException">
    /// It did not start, or listens elsewhere; the message holds the end of its log.
    /// </exception>
    public async Task<int> StartAsync(IReadOnlyDictionary<string, string> extraSettings, int? known, CancellationToken cancellationToken)
    {
        // Services that share the folder look for a killed server where it was; its pid file says where.
        var preferred = known ?? PostmasterPidFile.Read(folder.PidPath)?.Port;
        var began = time.GetTimestamp();
        for (var failures = 0; ;)
        {
            if (await ResponsivePortAsync(cancellationToken) is { } running)
            {
                if (known is not null && running != known)
                    throw new EmbeddedPostgresException(
                        $"PostgreSQL on {folder.Root} listens on port {running} now, and no longer on {known}.");
                logger.Reused(running, folder.Root);
                return running;
            }
            if (failures == 0 && File.Exists(folder.PidPath))
                logger.Recovering(folder.Root);
            var chosen = known ?? (failures == 0 && preferred is { } last && IsFree(last) ? last : FreePort());
            if (await LaunchAsync(extraSettings, chosen, cancellationToken) is { } port)
            {
                logger.Started(binaries, port, folder.Root);
                return port;
            }
            // It ended. With the pid file there, the data is still held, by a server that is ending or recovering or by one that is dead
            // and not yet reaped: PostgreSQL itself sorts that out, given time. Without it, the port may have been taken since it was
            // chosen.
            var giveUp = File.Exists(folder.PidPath) ? time.GetElapsedTime(began) > HeldPatience : ++failures > FailuresTolerated;
            if (giveUp)
                throw new EmbeddedPostgresException(
                    $"PostgreSQL did not start on {folder.Root}. Put right what it says and start again. {folder.DescribeLog()}");
            logger.TryingAgain(folder.Root);
            await Task.Delay(PauseBeforeRetry, time, cancellationToken);
        }
    }

    /// <summary>Whether the server's process runs, be it starting or recovering.</summary>
    public bool Runs() => PostmasterPidFile.Read(folder.PidPath) is { } pid && ChildProcess.Runs(pid.ProcessId);

    /// <summary>
    /// Stops the server: SIGINT (fast shutdown), which ends its connections, and waits for its end. Nothing happens if none runs.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">It still runs.</exception>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(folder.PidPath))
            return;
        var stop = await ChildProcess.RunAsync(PgCtl("stop", "-m", "fast", "-w", "-t", Seconds(StopPatience)), cancellationToken);
        if (!stop.Succeeded && await ResponsivePortAsync(cancellationToken) is not null)
            throw new EmbeddedPostgresException(
                $"PostgreSQL on {folder.Root} did not stop within {Seconds(StopPatience)} s: {stop.Output} "
                + $"The next start will find and use it. {folder.DescribeLog()}");
    }

    /// <summary>The port of the server that runs on the folder and takes our password, or null.</summary>
    private async Task<int?> ResponsivePortAsync(CancellationToken cancellationToken)
    {
        if (PostmasterPidFile.Read(folder.PidPath) is not { Ready: true } pid || pid.DataPath != folder.DataPath)
            return null;
        try
        {
            var connectionString = new NpgsqlConnectionStringBuilder(
                ConnectionString(pid.Port, "postgres")) { Pooling = false, Timeout = 5 };
            await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return pid.Port;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    /// <summary>Starts a server and waits until it responds (its port) or ends (null).</summary>
    private async Task<int?> LaunchAsync(IReadOnlyDictionary<string, string> extraSettings, int port, CancellationToken cancellationToken)
    {
        folder.PrepareLog();
        await account.OwnAsync(folder.LogPath, cancellationToken);
        var settings = PostgresSettings.For(port, extraSettings);
        using var process = ChildProcess.Start(ChildProcess.Find("setsid") is { } setsid
            ? InItsOwnSession(setsid, settings)
            : PgCtl("start", "-s", "-w", "-t", Seconds(StartPatience), "-l", folder.LogPath, "-o", PostgresSettings.Quote(settings)));
        var began = time.GetTimestamp();
        try
        {
            while (time.GetElapsedTime(began) < StartPatience)
            {
                if (await ResponsivePortAsync(cancellationToken) is { } running)
                    return running;
                // A server that ended did not start; a pg_ctl that ended has seen it start or fail.
                if (process.HasExited)
                    return await ResponsivePortAsync(cancellationToken);
                await Task.Delay(Poll, time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            await AbandonAsync(process);
            throw;
        }
        await AbandonAsync(process);
        throw new EmbeddedPostgresException(
            $"PostgreSQL on {folder.Root} was not ready within {Seconds(StartPatience)} s. {folder.DescribeLog()}");
    }

    // A session of its own keeps Ctrl-C in the service's terminal from stopping PostgreSQL before the service has drained. The shell only
    // opens the log and becomes the server: the server is our child, so that we reap it.
    private Command InItsOwnSession(string setsid, IEnumerable<string> settings)
    {
        const string Script = """log=$1; shift; exec "$@" </dev/null >>"$log" 2>&1""";
        var switches = settings.SelectMany(setting => new[] { "-c", setting });
        var server = account.Run(new Command(binaries.Postgres, ["-D", folder.DataPath, .. switches]));
        return new Command("/bin/sh", ["-c", Script, "sh", folder.LogPath, setsid, server.Program, .. server.Arguments])
        {
            WorkingFolder = folder.Root,
        };
    }

    private Command PgCtl(string action, params string[] arguments) =>
        account.Run(new Command(binaries.PgCtl, [action, "-D", folder.DataPath, .. arguments]) { WorkingFolder = folder.Root });

    private async Task AbandonAsync(Process process)
    {
        await StopAsync(CancellationToken.None);
        if (!process.HasExited)
            process.Kill();
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
