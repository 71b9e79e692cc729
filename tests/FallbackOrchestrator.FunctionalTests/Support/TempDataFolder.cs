using System.Diagnostics;
using FallbackOrchestrator.EmbeddedPostgres;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// A data folder of one test. On disposal a server that still runs on it is killed, by its id, and the folder is deleted.
/// </summary>
internal sealed class TempDataFolder : IAsyncDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("fallback-postgres-").FullName;

    /// <summary>Options for a server on this folder that trades durability for speed.</summary>
    public EmbeddedPostgresOptions Options => new()
    {
        DataFolder = System.IO.Path.Combine(Path, "data"),
        ExtraSettings = new Dictionary<string, string> { ["fsync"] = "off", ["shared_buffers"] = "16MB" },
    };

    public ClusterFolder Cluster => new(Options.DataFolder!);

    /// <summary>The id of the postmaster, running or killed; null after a clean stop.</summary>
    public int? PostmasterId => PostmasterPidFile.Read(Cluster.PidPath)?.ProcessId;

    public TempDataFolder()
    {
        // The folder is made closed, and the account PostgreSQL runs under for root has to pass through it.
        if (!OperatingSystem.IsWindows() && PostgresAccount.IsRoot)
            File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    /// <summary>Ends the postmaster as <c>kill -9</c> does; its children end by themselves.</summary>
    public async Task KillPostmasterAsync()
    {
        if (PostmasterId is not { } id)
            return;
        try
        {
            using var postmaster = Process.GetProcessById(id);
            postmaster.Kill();
            await postmaster.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TestTimeout.Limit);
        }
        catch (ArgumentException)
        {
            // It had ended already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillPostmasterAsync();
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(began) < TestTimeout.Limit)
            {
                // A child of a killed postmaster still writes its last file.
                await Task.Yield();
            }
        }
    }
}
