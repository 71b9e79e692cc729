using System.Runtime.InteropServices;
using FallbackOrchestrator.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Hosting;

/// <summary>What the signals of the system do to the service.</summary>
public sealed class SignalLifetimeTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Application _application = new();
    private readonly Draining _draining = new();
    private readonly List<int> _exitCodes = [];

    [Fact]
    public async Task After_the_first_signal_it_is_not_ready_and_stops_when_the_delay_is_over()
    {
        var lifetime = Started(TimeSpan.FromSeconds(5));

        lifetime.Take(PosixSignal.SIGTERM);

        _draining.HasBegun.Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(4.9));
        _application.WasStopped.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await _application.StoppedAsync();
    }

    [Fact]
    public void Without_a_delay_it_stops_at_once()
    {
        Started(TimeSpan.Zero).Take(PosixSignal.SIGINT);

        _application.WasStopped.Should().BeTrue();
    }

    [Fact]
    public void While_it_starts_it_does_not_wait_for_requests_that_nobody_sends()
    {
        Lifetime(TimeSpan.FromMinutes(5)).Take(PosixSignal.SIGTERM);

        _application.WasStopped.Should().BeTrue();
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM, 143)]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGQUIT, 131)]
    public void A_second_signal_ends_the_process_at_once(PosixSignal second, int exitCode)
    {
        var lifetime = Started(TimeSpan.FromMinutes(5));
        lifetime.Take(PosixSignal.SIGTERM);
        _exitCodes.Should().BeEmpty();

        lifetime.Take(second);

        _exitCodes.Should().Equal(exitCode);
        _application.WasStopped.Should().BeFalse("nothing is stopped in order any more");
    }

    [Fact]
    public async Task A_service_that_stops_for_another_reason_waits_no_longer()
    {
        Started(TimeSpan.FromMinutes(5)).Take(PosixSignal.SIGTERM);

        _application.StopApplication();

        await _application.StoppedAsync();
        await _application.StoppedAsync(); // The wait has ended too, though its time is not over.
    }

    public void Dispose() => _application.Dispose();

    private SignalLifetime Started(TimeSpan delay)
    {
        _application.Start();
        return Lifetime(delay);
    }

    private SignalLifetime Lifetime(TimeSpan delay) => new(
        _draining, _application, Options.Create(new HostingOptions { DrainDelay = delay }), _time, NullLogger<SignalLifetime>.Instance)
    {
        Exit = _exitCodes.Add,
    };

    private sealed class Application : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _started = new();
        private readonly CancellationTokenSource _stopping = new();
        private readonly SemaphoreSlim _stops = new(0);

        public bool WasStopped => _stopping.IsCancellationRequested;

        /// <summary>Waits for one call of <see cref="StopApplication"/>.</summary>
        public async Task StoppedAsync() =>
            (await _stops.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Should().BeTrue("it was to be stopped");

        public CancellationToken ApplicationStarted => _started.Token;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void Start() => _started.Cancel();

        public void StopApplication()
        {
            _stopping.Cancel();
            _stops.Release();
        }

        public void Dispose()
        {
            _started.Dispose();
            _stopping.Dispose();
            _stops.Dispose();
        }
    }
}
