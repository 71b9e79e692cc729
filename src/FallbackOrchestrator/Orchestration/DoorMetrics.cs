using System.Diagnostics.Metrics;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Orchestration;

/// <summary>The metrics of the message door: its queue, its groups and its transactions. The meter is <see cref="MeterName"/>.</summary>
public sealed class DoorMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "FallbackOrchestrator.MessageDoor";

    private readonly Meter _meter;
    private readonly Histogram<int> _groupSize;
    private readonly Histogram<double> _duration;

    public DoorMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _groupSize = _meter.CreateHistogram(
            "fallback.door.group.size", "{message}", "The messages that one transaction decided",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000] });
        _duration = _meter.CreateHistogram(
            "fallback.door.transaction.duration", "s", "The duration of a transaction, from its connection to the result of its commit",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            });
    }

    /// <summary>Shows the number of facts that wait, and the number of messages in quarantine.</summary>
    public void Observe(Func<int> waiting, Func<int> quarantined)
    {
        _meter.CreateObservableGauge("fallback.door.queue.length", waiting, "{message}", "Messages and facts that wait for a transaction");
        _meter.CreateObservableGauge(
            "fallback.messages.quarantined", quarantined, "{message}", "Messages that this replica leaves alone, because they fail");
    }

    /// <summary>Counts a transaction that was committed.</summary>
    /// <param name="messages">The number of messages that it decided.</param>
    /// <param name="duration">Its duration.</param>
    public void Committed(int messages, TimeSpan duration)
    {
        _groupSize.Record(messages);
        Ended(duration, "committed");
    }

    /// <summary>
    /// Counts a transaction that stored nothing, by the kind of trouble with the database, or as <c>error</c>. A key that is taken, and a
    /// request that its caller withdrew, are no failures.
    /// </summary>
    public void Failed(Exception failure, TimeSpan duration)
    {
        if (failure is not (KeyTakenException or OperationCanceledException))
            Ended(duration, EnumText.Of(DatabaseFaults.Of(failure)) ?? "error");
    }

    private void Ended(TimeSpan duration, string result) =>
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("result", result));
}
