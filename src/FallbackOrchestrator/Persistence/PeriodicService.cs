namespace FallbackOrchestrator.Persistence;

/// <summary>
/// Runs a piece of work on the database once in every interval, from one interval after the start until the service stops. A run that fails
/// is noted and logged, and the next one follows: no failure may end the work for good.
/// </summary>
/// <param name="interval">From the end of one wait to the end of the next; a run that takes longer delays the next one.</param>
/// <param name="database">Notes failures; those of the database it logs itself.</param>
/// <param name="time">The clock of the interval.</param>
public abstract class PeriodicService(TimeSpan interval, DatabaseAvailability database, TimeProvider time) : BackgroundService
{
    /// <summary>Notes failures.</summary>
    protected DatabaseAvailability Database => database;

    /// <summary>The clock of the interval.</summary>
    protected TimeProvider Time => time;

    /// <summary>The interval after a run that failed; by default as usual.</summary>
    protected virtual TimeSpan RetryInterval => interval;

    /// <summary>One run.</summary>
    protected abstract Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Logs the failure of a run.</summary>
    protected abstract void LogFailure(Exception failure);

    /// <summary>Waits for the conditions of the first run; by default none.</summary>
    protected virtual Task WaitForStartAsync(CancellationToken stoppingToken) => Task.CompletedTask;

    /// <summary>
    /// Called for a failed run; by default it is logged, unless the database is unavailable, which is logged once for all.
    /// </summary>
    /// <param name="failure">The failure of the run.</param>
    /// <param name="fault">The kind of trouble with the database; null if the failure is about something else.</param>
    protected virtual void NoteFailure(Exception failure, DatabaseFault? fault)
    {
        if (fault is null)
            LogFailure(failure);
    }

    /// <summary>Runs once, now.</summary>
    /// <returns>True if it succeeded; a failure is noted.</returns>
    protected async Task<bool> TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, the next run comes.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            NoteFailure(failure, database.Note(failure));
            return false;
        }
    }

    /// <inheritdoc />
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
#pragma warning disable RS0030 // The one loop of this kind.
        using var timer = new PeriodicTimer(interval, time);
#pragma warning restore RS0030
        try
        {
            await WaitForStartAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var next = await TryRunAsync(stoppingToken) ? interval : RetryInterval;
                if (timer.Period != next)
                    timer.Period = next;
            }
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }
}
