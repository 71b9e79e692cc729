using System.Diagnostics.Metrics;

namespace FallbackOrchestrator.Fallback;

/// <summary>
/// Counts the checks of due messages by who made them. If Hangfire is on, a check by the watcher means that its job was late or lost. The
/// meter is <see cref="MeterName"/>.
/// </summary>
public sealed class DueCheckMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "FallbackOrchestrator.Fallback";

    private readonly Counter<long> _checks;

    public DueCheckMetrics(IMeterFactory meters) => _checks = meters.Create(MeterName).CreateCounter<long>(
        "fallback.due.checks", "{check}", "Checks of due messages: by a Hangfire job, or by the watcher in its place");

    /// <summary>Counts a check by a Hangfire job.</summary>
    public void ByJob() => _checks.Add(1, new KeyValuePair<string, object?>("by", "hangfire"));

    /// <summary>Counts a check by the watcher.</summary>
    public void ByWatcher() => _checks.Add(1, new KeyValuePair<string, object?>("by", "watcher"));
}
