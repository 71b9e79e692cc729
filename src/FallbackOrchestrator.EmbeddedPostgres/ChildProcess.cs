using System.Diagnostics;
using System.Globalization;

namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>A program and its arguments; nothing passes through a shell unless the program is one.</summary>
internal sealed record Command(string Program, params string[] Arguments)
{
    /// <summary>The folder the program starts in; null: the service's own.</summary>
    public string? WorkingFolder { get; init; }

    public override string ToString() => string.Join(' ', [Program, .. Arguments]);
}

/// <summary>How a program ended, and the end of what it printed.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs other programs and finds them.</summary>
internal static class ChildProcess
{
    private const int KeptOutput = 4_000;

    /// <summary>Runs the program to its end and keeps what it prints. Cancelling kills it.</summary>
    /// <exception cref="EmbeddedPostgresException">The program could not be started.</exception>
    public static async Task<CommandResult> RunAsync(Command command, CancellationToken cancellationToken)
    {
        using var process = Start(command, captureOutput: true);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            var printed = (await output + await errors).Trim();
            return new CommandResult(process.ExitCode, printed.Length > KeptOutput ? printed[^KeptOutput..] : printed);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Starts the program and leaves it running.</summary>
    /// <exception cref="EmbeddedPostgresException">The program could not be started.</exception>
    public static Process Start(Command command, bool captureOutput = false)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = captureOutput,
            RedirectStandardOutput = captureOutput,
            RedirectStandardError = captureOutput,
            WorkingDirectory = command.WorkingFolder ?? "",
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new EmbeddedPostgresException($"{command.Program} could not be started: {exception.Message}", exception);
        }
    }

    /// <summary>Whether a process of this id runs. One that has ended and was not reaped yet does not.</summary>
    public static bool Runs(int processId)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                // "id (name) state …"; the name may hold anything.
                var status = File.ReadAllText($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat");
                return status[(status.LastIndexOf(')') + 2)..] is not ['Z' or 'X', ..];
            }
            catch (IOException)
            {
                return false;
            }
        }
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The full path of a program on the PATH, or null.</summary>
    public static string? Find(string program) =>
        PathFolders()
            .SelectMany(folder => OperatingSystem.IsWindows()
                ? [Path.Combine(folder, $"{program}.exe"), Path.Combine(folder, $"{program}.cmd")]
                : new[] { Path.Combine(folder, program) })
            .FirstOrDefault(File.Exists);

    /// <summary>The folders of the PATH, in its order.</summary>
    public static IEnumerable<string> PathFolders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(Path.IsPathFullyQualified);
}
