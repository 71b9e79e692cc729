using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Stops the service by signals: SIGTERM, SIGINT (Ctrl-C), SIGQUIT. After the first one the service is not ready any more, takes requests
/// for <see cref="HostingOptions.DrainDelay"/>, and then stops in order. A second signal ends the process at once.
/// </summary>
/// <remarks>It replaces the framework's own lifetime, which closes the sockets at once and ignores a second signal.</remarks>
internal sealed partial class SignalLifetime(
    Draining draining,
    IHostApplicationLifetime application,
    IOptions<HostingOptions> options,
    TimeProvider time,
    ILogger<SignalLifetime> logger) : IHostLifetime, IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT];

    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    /// <summary>
    /// Ends the process with an exit code. The system would not do it if the service is the first process of a container.
    /// </summary>
    internal Action<int> Exit { get; init; } = Environment.Exit;

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in Signals)
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true; // The system must not end the process; this class does.
                Take(context.Signal);
            }));
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _registrations.Clear();
    }

    /// <summary>Handles a signal.</summary>
    internal void Take(PosixSignal signal)
    {
        if (Interlocked.Increment(ref _signals) == 1)
        {
            _ = DrainAndStopAsync(signal);
            return;
        }
        LogEndsAtOnce(signal);
        Exit(ExitCode(signal));
    }

    // As in shells: 128 plus the number of the signal.
    private static int ExitCode(PosixSignal signal) => 128 + signal switch
    {
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        _ => 15,
    };

    private async Task DrainAndStopAsync(PosixSignal signal)
    {
        try
        {
            draining.Begin();
            var delay = options.Value.DrainDelay;
            // Nobody sends requests to a service that is still starting.
            if (delay > TimeSpan.Zero && application.ApplicationStarted.IsCancellationRequested)
            {
                LogDrains(signal, delay);
                await Task.Delay(delay, time, application.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            application.StopApplication();
        }
    }

    [LoggerMessage(5301, LogLevel.Information, "{Signal}: the service is not ready any more, takes requests for {Delay}, and then stops")]
    private partial void LogDrains(PosixSignal signal, TimeSpan delay);

    [LoggerMessage(5302, LogLevel.Warning, "{Signal} a second time: the service ends at once; calls to providers that are under way become unknown")]
    private partial void LogEndsAtOnce(PosixSignal signal);
}
