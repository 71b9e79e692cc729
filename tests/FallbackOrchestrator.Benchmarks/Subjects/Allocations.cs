using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace FallbackOrchestrator.Benchmarks.Subjects;

/// <summary>Counts what another .NET process allocates, by its own counter, once a second.</summary>
internal sealed class Allocations : IAsyncDisposable
{
    private readonly EventPipeSession _session;
    private readonly Task _reading;
    private double _bytes;
    private int _seconds;

    private Allocations(EventPipeSession session)
    {
        _session = session;
        _reading = Task.Run(Read);
    }

    /// <summary>The bytes that were allocated in a second, on average; the first report, of a part of one, does not count.</summary>
    public double BytesPerSecond => _seconds <= 1 ? 0 : _bytes / (_seconds - 1);

    public static Allocations Watch(int process) =>
        new(new DiagnosticsClient(process).StartEventPipeSession(
        [new EventPipeProvider("System.Runtime", EventLevel.Informational, arguments: new Dictionary<string,
            string> { ["EventCounterIntervalSec"] = "1" })],
        requestRundown: false,
        circularBufferMB: 16));

    public async ValueTask DisposeAsync()
    {
        await _session.StopAsync(CancellationToken.None);
        await _reading;
        _session.Dispose();
    }

    private void Read()
    {
        using var source = new EventPipeEventSource(_session.EventStream);
        source.Dynamic.All += seen =>
        {
            if (seen.EventName != "EventCounters" || seen.PayloadValue(0) is not IDictionary<string, object> outer
                || outer["Payload"] is not IDictionary<string, object> counter || counter["Name"] is not "alloc-rate")
            {
                return;
            }
            if (_seconds++ > 0)
                _bytes += Convert.ToDouble(counter["Increment"], System.Globalization.CultureInfo.InvariantCulture);
        };
        source.Process();
    }
}
