using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace FallbackOrchestrator.UnitTests.Support;

/// <summary>Makes meters, and keeps what their instruments measure: <c>name{tag=value,…} measured</c>.</summary>
internal sealed class RecordedMetrics : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<string> _lines = [];

    public RecordedMetrics()
    {
        Meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == Meters)
            {
                Instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public IMeterFactory Meters { get; }

    /// <summary>The instruments that were made.</summary>
    public List<Instrument> Instruments { get; } = [];

    /// <summary>What was measured since the last time; gauges are read now.</summary>
    public IReadOnlyList<string> Take()
    {
        _listener.RecordObservableInstruments();
        List<string> taken = [.. _lines];
        _lines.Clear();
        return taken;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<string>();
        foreach (var tag in tags)
            labels.Add($"{tag.Key}={tag.Value}");
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{instrument.Name}{{{string.Join(",", labels)}}} {value}"));
    }
}
