using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Hangfire;
using Npgsql;

namespace FallbackOrchestrator.Fallback;

/// <summary>
/// Looks four times a second whether anything is due now or soon, and then enqueues a <see cref="CheckDueJob"/>, a little early, because
/// Hangfire needs a moment to fetch a job. What is still due a second later (Hangfire is off, slow, or blocked by an orphaned lock) it
/// checks itself, with the same code.
/// </summary>
internal sealed partial class DeadlineWatcher(
    MessageDoor door,
    DueMessagesRun run,
    DueCheckMetrics metrics,
    NpgsqlDataSource data,
    DatabaseAvailability database,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<DeadlineWatcher> logger) : PeriodicService(TimeSpan.FromMilliseconds(250), database, time)
{
    private static readonly TimeSpan NetAfter = TimeSpan.FromSeconds(1);

    // Shorter than a run: a job that is fetched at once must still be running when the window ends.
    private static readonly TimeSpan Ahead = DueMessagesRun.Length * 0.9;

    private readonly IBackgroundJobClient? _jobs = services.GetService<IBackgroundJobClient>();
    private Task _enqueuing = Task.CompletedTask;
    private long? _enqueuedAt;

    protected override Task WaitForStartAsync(CancellationToken stoppingToken) => ApplicationStarted.BegunAsync(lifetime, stoppingToken);

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await DueMessages.NextAsync(data, door.OldestPending, door.LeftAlone, cancellationToken) is not { } wait || wait > Ahead)
            return;
        if (_jobs is not null && !JobIsOnItsWay)
            Enqueue(_jobs);
        if (wait < -NetAfter || _jobs is null)
        {
            metrics.ByWatcher();
            await run.RunAsync(cancellationToken);
        }
    }

    protected override void LogFailure(Exception failure) => LogFailed(failure);

    // If something is still due a second after a job was enqueued, that job is lost or blocked; another one may work.
    private bool JobIsOnItsWay => !_enqueuing.IsCompleted || (_enqueuedAt is { } at && Time.GetElapsedTime(at) < NetAfter / 2);

    // Hangfire's client is synchronous, and slow when its storage is slow; the watcher must not wait for it.
    private void Enqueue(IBackgroundJobClient jobs)
    {
        _enqueuedAt = Time.GetTimestamp();
        _enqueuing = Task.Run(() =>
        {
            try
            {
                jobs.Enqueue<CheckDueJob>(job => job.RunAsync(CancellationToken.None));
            }
#pragma warning disable CA1031 // Without the job, this watcher checks what is due.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                if (Database.Note(failure) is null)
                    LogNotEnqueued(failure);
            }
        });
    }

    [LoggerMessage(3001, LogLevel.Warning, "Due messages could not be checked; the next check follows")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(3002, LogLevel.Warning, "The job that checks due messages could not be enqueued")]
    private partial void LogNotEnqueued(Exception exception);
}
