using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Runs <see cref="PartitionsJob"/> every six hours in every replica, whether Hangfire runs it or not, because a day without a partition
/// would reject every message. If a run fails, there is time for the next, because partitions exist for fourteen days in advance.
/// </summary>
internal sealed partial class PartitionsFallback(
    PartitionsJob job, DatabaseAvailability database, TimeProvider time, ILogger<PartitionsFallback> logger)
    : PeriodicService(TimeSpan.FromHours(6), database, time)
{
    protected override Task RunAsync(CancellationToken cancellationToken) => job.RunAsync(cancellationToken);

    // Every failure is logged, because it may stay unnoticed for days.
    protected override void NoteFailure(Exception failure, DatabaseFault? fault) => LogFailure(failure);

    protected override void LogFailure(Exception failure) => LogFailed(failure);

    [LoggerMessage(5201, LogLevel.Error, "Partitions could not be created or dropped; the next attempt is in six hours")]
    private partial void LogFailed(Exception exception);
}
