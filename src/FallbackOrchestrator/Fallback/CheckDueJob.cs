using Hangfire;

namespace FallbackOrchestrator.Fallback;

/// <summary>
/// The Hangfire job that checks due messages: windows that ended without success, patience that is over, leases that have expired,
/// scheduled times that have come. It names no message: it claims everything that is due now or within its second. So a job that runs
/// early, late, twice or not at all does no harm. The names of this class and its method are stored in Hangfire's rows.
/// </summary>
public sealed class CheckDueJob(DueMessagesRun run, DueCheckMetrics metrics)
{
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public Task RunAsync(CancellationToken cancellationToken)
    {
        metrics.ByJob();
        return run.RunAsync(cancellationToken);
    }
}
