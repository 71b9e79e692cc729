using System.Diagnostics.Metrics;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// The metrics of the calls to customers' endpoints. They name no endpoint and no customer: there may be many. The meter is
/// <see cref="MeterName"/>.
/// </summary>
internal sealed class WebhookMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "FallbackOrchestrator.StatusWebhooks";

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _stopped;
    private readonly Counter<long> _givenUp;

    public WebhookMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram(
            "fallback.webhook.call.duration", "s", "The duration of a delivery attempt at a customer's endpoint, with its result",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
            });
        _stopped = meter.CreateCounter<long>("fallback.webhooks.stopped", "{webhook}", "Webhooks that were stopped, by the reason");
        _givenUp = meter.CreateCounter<long>("fallback.updates.given_up", "{update}", "Status updates that have failed for good");
    }

    /// <summary>Counts a delivery attempt.</summary>
    public void Attempted(EndpointResponse response) =>
        _duration.Record(response.Took.TotalSeconds, new KeyValuePair<string, object?>("result", EnumText.Of(response.Result)));

    /// <summary>Counts a webhook that was stopped.</summary>
    public void Stopped(StopReason reason) => _stopped.Add(1, new KeyValuePair<string, object?>("reason", EnumText.Of(reason)));

    /// <summary>Counts updates that were given up.</summary>
    public void GivenUp(int updates) => _givenUp.Add(updates);
}
