using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Counting;
using Npgsql;

namespace FallbackOrchestrator.Statistics;

/// <summary>Counts the messages of the hours that have changed. Every replica tries it every ten seconds; one of them does it.</summary>
internal sealed partial class CountingService(
    [FromKeyedServices(OrchestratorDbContext.Looking)] NpgsqlDataSource data,
    DatabaseAvailability database,
    TimeProvider time,
    ILogger<CountingService> logger) : PeriodicService(TimeSpan.FromSeconds(10), database, time)
{
    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken cancellationToken) => HourCount.CountChangedAsync(data, cancellationToken);

    /// <inheritdoc/>
    protected override void LogFailure(Exception failure) => LogNotCounted(failure);

    [LoggerMessage(7201, LogLevel.Warning, "Messages could not be counted for the statistics; the next count follows")]
    private partial void LogNotCounted(Exception exception);
}
