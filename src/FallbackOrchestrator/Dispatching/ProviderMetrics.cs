using System.Diagnostics.Metrics;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// The metrics of the calls to providers, and the state of their accounts in this replica. The meter is <see cref="MeterName"/>.
/// </summary>
internal sealed class ProviderMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "FallbackOrchestrator.Providers";

    private readonly AccountGates _gates;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _recalls;
    private readonly Counter<long> _queries;

    public ProviderMetrics(IMeterFactory meters, AccountGates gates)
    {
        _gates = gates;
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram(
            "fallback.provider.call.duration", "s", "The duration of a call to a provider, with its result and the class of its error",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8],
            });
        _recalls = meter.CreateCounter<long>("fallback.recalls", "{recall}", "Recalls that have ended, by what they led to");
        _queries = meter.CreateCounter<long>(
            "fallback.status.queries", "{query}", "Status queries that have ended, by the status that the provider reported");
        meter.CreateObservableGauge(
            "fallback.circuit.state", Circuits, null, "The circuit of a channel account: 0 closed, 1 half-open, 2 open");
        meter.CreateObservableGauge(
            "fallback.account.failures.in_a_row", FailuresInARow, "{call}", "Calls in a row that a channel account has not accepted");
    }

    /// <summary>Counts a call that has ended.</summary>
    public void CallEnded(FallbackStep step, CallResult result, TimeSpan duration)
    {
        var (outcome, error) = result switch
        {
            CallResult.Accepted => ("accepted", null),
            CallResult.Rejected rejected => ("rejected", EnumText.Of(rejected.Error.Class)),
            CallResult.Deferred deferred => ("deferred", EnumText.Of(deferred.Error.Class)),
            CallResult.Unknown => ("unknown", null),
            _ => ("broken", null),
        };
        var tags = new System.Diagnostics.TagList
        {
            { "channel", step.Channel.Value },
            { "account", step.Account.Value },
            { "result", outcome },
        };
        if (error is not null)
            tags.Add("error.type", error);
        _duration.Record(duration.TotalSeconds, tags);
    }

    /// <summary>Counts a recall that has ended.</summary>
    public void RecallEnded(FallbackStep step, RecallResult result) => _recalls.Add(
        1,
        new KeyValuePair<string, object?>("channel", step.Channel.Value),
        Tag(step.Account),
        new KeyValuePair<string, object?>("result", result switch
        {
            RecallResult.Recalled => "recalled",
            RecallResult.AlreadyDelivered => "alreadyDelivered",
            _ => "failed",
        }));

    /// <summary>Counts a status query that has ended.</summary>
    public void StatusQueryEnded(FallbackStep step, StatusQueryResult result) => _queries.Add(
        1,
        new KeyValuePair<string, object?>("channel", step.Channel.Value),
        Tag(step.Account),
        new KeyValuePair<string, object?>(
            "result", result is StatusQueryResult.Found found ? EnumText.Of(found.Status) : "noStatus"));

    private IEnumerable<Measurement<int>> Circuits() =>
        _gates.Accounts.Select(account => new Measurement<int>(State(_gates[account].Circuit), Tag(account)));

    private IEnumerable<Measurement<int>> FailuresInARow() =>
        _gates.Accounts.Select(account => new Measurement<int>(_gates[account].Outcomes.FailuresInARow, Tag(account)));

    private static int State(CircuitState circuit) => circuit switch
    {
        { IsHalfOpen: true } => 1,
        { IsOpen: true } => 2,
        _ => 0,
    };

    private static KeyValuePair<string, object?> Tag(ChannelAccountId account) => new("account", account.Value);
}
