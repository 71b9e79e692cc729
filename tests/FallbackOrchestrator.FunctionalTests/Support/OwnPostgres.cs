using System.Globalization;
using FallbackOrchestrator.EmbeddedPostgres;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// A PostgreSQL server of one test's own, from the programs of this machine: it can be stopped, crashed and started again at the same port,
/// turned read-only, and followed by a standby that takes over.
/// </summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private readonly TempDataFolder _folder = new();
    private readonly int _port = ServiceProcess.FreePort();
    private readonly PostgresBinaries _programs;
    private readonly PostgresAccount _account;

    private OwnPostgres(PostgresBinaries programs, PostgresAccount account)
    {
        _programs = programs;
        _account = account;
    }

    public int Port => _port;

    /// <summary>How to reach it as its superuser.</summary>
    public string ConnectionString => To("postgres");

    private string Data => Path.Combine(_folder.Path, "data");

    /// <summary>How to reach it as somebody; nobody needs a password.</summary>
    public string To(string user, string database = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = user,
        Database = database,
    }.ConnectionString;

    /// <summary>Makes a new server and starts it. The test is skipped where no PostgreSQL is installed.</summary>
    public static async Task<OwnPostgres> StartAsync()
    {
        var server = await PrepareAsync();
        await server.RunAsync(
            server._programs.InitDb, "-D", server.Data, "-U", "postgres", "--auth=trust", "--no-sync", "--no-locale", "-E", "UTF8");
        await File.AppendAllTextAsync(
            Path.Combine(server.Data, "postgresql.conf"),
            """

            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            fsync = off
            max_connections = 150
            shared_buffers = '32MB'
            wal_level = replica
            hot_standby = on

            """);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Makes a standby that follows this server, and starts it.</summary>
    public async Task<OwnPostgres> FollowAsync()
    {
        var standby = await PrepareAsync();
        await RunAsync(
            Path.Combine(_programs.Folder, "pg_basebackup"),
            "-h", "127.0.0.1", "-p", Text(_port), "-U", "postgres", "-D", standby.Data, "-R", "-X", "stream", "-c", "fast", "--no-sync");
        await standby.StartAgainAsync();
        return standby;
    }

    /// <summary>Starts it, and waits until it responds.</summary>
    public async Task StartAgainAsync()
    {
        // Its output is not captured: the server would keep the pipe open.
        var log = Path.Combine(_folder.Path, "log");
        using var process = ChildProcess.Start(
            Under(_programs.PgCtl, "start", "-s", "-D", Data, "-w", "-t", "120", "-l", log, "-o", $"-p {Text(_port)}"));
        await process.WaitForExitAsync().WaitAsync(TestTimeout.Limit);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The server did not start:\n{await File.ReadAllTextAsync(log)}");
    }

    /// <summary>Stops it.</summary>
    /// <param name="mode"><c>fast</c> ends its connections, <c>immediate</c> is a crash.</param>
    public Task StopAsync(string mode = "fast") => RunAsync(_programs.PgCtl, "stop", "-D", Data, "-m", mode, "-w", "-t", "120");

    /// <summary>Makes this standby the primary, and waits until it takes writes.</summary>
    public Task PromoteAsync() => RunAsync(_programs.PgCtl, "promote", "-D", Data, "-w", "-t", "120");

    /// <summary>Lets it take writes or refuse them, in the sessions that there are and in new ones.</summary>
    public async Task BeReadOnlyAsync(bool readOnly)
    {
        await DoAsync($"ALTER SYSTEM SET default_transaction_read_only = {(readOnly ? "on" : "off")}");
        await DoAsync("SELECT pg_reload_conf()");
        await Until.TrueAsync(
            () => AskAsync<string>("SELECT reset_val FROM pg_settings WHERE name = 'default_transaction_read_only'"),
            now => now == (readOnly ? "on" : "off"));
    }

    public async Task DoAsync(string sql, string database = "postgres") => await AskAsync<object?>(sql, database);

    /// <summary>The first value that a query returns, by a connection of its own that may always write.</summary>
    public async Task<T> AskAsync<T>(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(To("postgres", database)) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using (var writable = new NpgsqlCommand("SET default_transaction_read_only = off", connection))
            await writable.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Starts another program under the server's account.</summary>
    public Command Under(string program, params string[] arguments) =>
        _account.Run(new Command(program, arguments) { WorkingFolder = "/" });

    /// <summary>Gives a file to the server's account.</summary>
    public Task OwnAsync(string path) => _account.OwnAsync(path, CancellationToken.None);

    /// <summary>A folder that goes with the server.</summary>
    public string Folder => _folder.Path;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync("immediate");
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
        await _folder.DisposeAsync();
    }

    private static async Task<OwnPostgres> PrepareAsync()
    {
        var installed = (await InstalledPrograms.FindAsync())
            .FirstOrDefault(programs => File.Exists(Path.Combine(programs.Folder, "pg_basebackup")));
        Assert.SkipWhen(installed is null, "no PostgreSQL server is installed on this machine (the package postgresql)");
        var server = new OwnPostgres(installed!, await PostgresAccount.ForAsync("/does-not-exist", CancellationToken.None));
        await server._account.OwnAsync(server._folder.Path, CancellationToken.None);
        return server;
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var patience = new CancellationTokenSource(TestTimeout.Limit);
        var result = await ChildProcess.RunAsync(Under(program, arguments), patience.Token);
        if (!result.Succeeded)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {result.ExitCode}:\n{result.Output}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
