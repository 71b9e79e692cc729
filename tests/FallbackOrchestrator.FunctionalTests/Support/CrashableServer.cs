using System.Diagnostics;
using System.Globalization;
using FallbackOrchestrator.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// A PostgreSQL of one test's own that can be crashed and started again, at the same port: what had not reached the disk's files is lost,
/// as after <c>pg_ctl stop -m immediate</c>. Its log is flushed by commits and by nothing else.
/// </summary>
internal sealed class CrashableServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TempDataFolder _folder = new();
    private readonly Dictionary<string, string> _settings = new()
    {
        ["port"] = ServiceProcess.FreePort().ToString(CultureInfo.InvariantCulture),
        ["fsync"] = "off", // A crash of the server leaves what the system was given; only a crash of the machine does not.
        ["full_page_writes"] = "off",
        ["wal_writer_delay"] = "10000",
        ["autovacuum"] = "off",
        ["shared_buffers"] = "32MB",
    };

    private Postmaster _postmaster = null!;

    public static async Task<CrashableServer> StartAsync()
    {
        var server = new CrashableServer();
        server._folder.Cluster.Create();
        server._postmaster = await EmbeddedPostgresServer.PrepareAsync(
            server._folder.Cluster, server._folder.Options, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>How to reach its first database.</summary>
    public string ConnectionString => _postmaster.ConnectionString(int.Parse(_settings["port"], CultureInfo.InvariantCulture), "postgres");

    /// <summary>Crashes it, as <c>pg_ctl stop -m immediate</c> does.</summary>
    public async Task CrashAsync()
    {
        using var postmaster = Process.GetProcessById(_folder.PostmasterId!.Value);
        using (Process.Start("kill", ["-QUIT", postmaster.Id.ToString(CultureInfo.InvariantCulture)]))
            await postmaster.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Starts it again, and waits until it has recovered.</summary>
    public Task StartAgainAsync() => _postmaster.StartAsync(_settings, CancellationToken.None);

    /// <summary>Commits empty changes until the number of a transaction has been given again, and committed.</summary>
    public async Task GiveNumberAgainAsync(ulong number, string database)
    {
        await using var data = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false });
        await using var next = data.CreateCommand(
            "INSERT INTO commit_marks (id) VALUES (gen_random_uuid()) RETURNING pg_current_xact_id()::text::bigint");
        while ((long)(await next.ExecuteScalarAsync())! < (long)number)
        {
            // The next one.
        }
        await using var status = data.CreateCommand($"SELECT pg_xact_status('{number}')");
        (await status.ExecuteScalarAsync()).Should().Be("committed", "this is what the number proves");
    }

    public ValueTask DisposeAsync() => _folder.DisposeAsync();
}
