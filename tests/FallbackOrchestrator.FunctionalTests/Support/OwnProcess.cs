using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// A program beside the tests or at a path, the service unless another is named, as a process of its own: what it writes is kept, and it is
/// always killed at the end, by its id.
/// </summary>
internal sealed partial class OwnProcess : IAsyncDisposable
{
    private const string Service = "FallbackOrchestrator.dll";

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private bool _disposed;

    private OwnProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, written) => Keep(written.Data);
        _process.ErrorDataReceived += (_, written) => Keep(written.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Everything written so far, to the standard output and the standard error.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>
    /// Starts a program, in its own folder unless it is started from another. Nothing of this machine's environment decides what it does.
    /// </summary>
    public static OwnProcess Start(
        IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment, string program = Service,
        string? from = null)
    {
        var path = Path.Combine(AppContext.BaseDirectory, program);
        var start = new ProcessStartInfo("dotnet", [path, .. arguments])
        {
            WorkingDirectory = from ?? Path.GetDirectoryName(path),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] ofServices = ["ASPNETCORE_", "OTEL_"];
        foreach (var inherited in start.Environment.Keys.Where(key => ofServices.Any(key.StartsWith)).ToList())
            start.Environment.Remove(inherited);
        if (program == Service)
            start.Environment["DOTNET_TieredPGO"] = "0"; // A process of a test runs for seconds, and gains nothing from it.
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new OwnProcess(start);
    }

    /// <summary>Starts a program of this machine.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It is not installed.</exception>
    public static OwnProcess StartCommand(
        string command, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new OwnProcess(start);
    }

    /// <summary>Waits until the process says where it listens.</summary>
    /// <exception cref="InvalidOperationException">It does not; the message holds what it wrote.</exception>
    public async Task<Uri> ListeningAsync()
    {
        await Task.WhenAny(_listening.Task, _process.WaitForExitAsync(), Task.Delay(TestTimeout.Limit));
        return _listening.Task.IsCompleted
            ? await _listening.Task
            : throw new InvalidOperationException(
                $"It does not listen, but {(_process.HasExited ? $"has ended with {_process.ExitCode}" : "still runs")}:\n{Output}");
    }

    /// <summary>Waits until the process ends by itself; returns its exit code.</summary>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TestTimeout.Limit);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop (SIGTERM) and waits for its end; returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await TellToStopAsync();
        return await EndedAsync();
    }

    /// <summary>Sends SIGTERM, and does not wait for the process.</summary>
    public async Task TellToStopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary><c>kill -9</c>: it has no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(TestTimeout.Limit);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (NowListening().Match(line) is { Success: true } match)
            _listening.TrySetResult(new Uri(match.Groups[1].Value));
    }

    // The JSON form of the log puts the address between escaped quotation marks.
    [GeneratedRegex(@"Now listening on: [\\""]*(http://[^\s""\\]+)")]
    private static partial Regex NowListening();
}
