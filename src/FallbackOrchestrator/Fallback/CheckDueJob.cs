using Hangfire;

namespace FallbackOrchestrator.Fallback;

/// <summary>
/// The Hangfire job that checks what is due: windows that ended without success, patience that is over, leases that lapsed, messages
/// whose time has come. It carries no message: it claims whatever is due and what becomes due in its second, so a job that runs early,
/// late, twice or not at all does no harm. The names of this class and its method are stored in Hangfire's rows.
/// </summary>
public sealed class CheckDueJob(DueMessagesRun run)
{
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public Task RunAsync(CancellationToken cancellationToken) => run.RunAsync(cancellationToken);
}
