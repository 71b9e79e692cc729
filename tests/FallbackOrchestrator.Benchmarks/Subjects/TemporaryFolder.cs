using FallbackOrchestrator.EmbeddedPostgres;

namespace FallbackOrchestrator.Benchmarks.Subjects;

/// <summary>A folder for a database that PostgreSQL's own account can reach.</summary>
internal static class TemporaryFolder
{
    /// <param name="under">Where it is to be; null for the system's folder of temporary files.</param>
    public static string Create(string? under)
    {
        var folder = Path.Combine(under ?? Path.GetTempPath(), $"fallback-benchmarks-{Environment.ProcessId}-{Path.GetRandomFileName()}");
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows() && PostgresAccount.IsRoot)
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return folder;
    }
}
