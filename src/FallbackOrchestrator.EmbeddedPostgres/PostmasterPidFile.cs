using System.Globalization;

namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>What <c>postmaster.pid</c> says of the server on a data folder. It may be stale: a killed server leaves it behind.</summary>
/// <param name="ProcessId">The postmaster.</param>
/// <param name="DataPath">The data folder it was started on; another one if the folder was copied from a running server.</param>
/// <param name="Port">The TCP port it listens on.</param>
/// <param name="Ready">Whether it had begun to take connections.</param>
internal sealed record PostmasterPidFile(int ProcessId, string DataPath, int Port, bool Ready)
{
    /// <summary>Reads the file; null where it is missing or still being written.</summary>
    public static PostmasterPidFile? Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        // Process, data folder, start time, port, socket folder, listen address, shared memory key, status.
        return lines.Length >= 8
            && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var processId)
            && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port)
                ? new PostmasterPidFile(processId, Path.GetFullPath(lines[1]), port, lines[7].Trim() == "ready")
                : null;
    }
}
