using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Runs <see cref="PartitionsJob"/> every six hours in every replica, whether Hangfire runs it or not: a day without a partition would refuse
/// every message. It does nothing where nothing is to do.
/// </summary>
internal sealed partial class PartitionsFallback(PartitionsJob job, DatabaseAvailability database, TimeProvider time, ILogger<PartitionsFallback> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await job.RunAsync(stoppingToken);
                }
#pragma warning disable CA1031 // Fourteen days exist ahead; the next run is six hours away.
                catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    database.Note(failure);
                    LogFailed(failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    [LoggerMessage(5201, LogLevel.Error, "Partitions could not be made or dropped; it is tried again")]
    private partial void LogFailed(Exception exception);
}
