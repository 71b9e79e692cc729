using FallbackOrchestrator.Persistence;
using Hangfire;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Creates the partitions of the coming days, and drops old ones: contents after 7 days, messages after 90. A day on which a message may
/// still start a step is kept whole. Rows of the side tables are deleted by their age. The names of this class and its method are stored in
/// Hangfire's rows.
/// </summary>
public sealed class PartitionsJob(NpgsqlDataSource data, DatabaseAvailability database, IOptions<RetentionOptions> options)
{
    // After this number of days no response is requested again, and no receipt arrives.
    private const int KeyDays = 2;
    private const int ParkedDays = 10;

    [AutomaticRetry(Attempts = 3)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var step in Steps(cancellationToken))
        {
            try
            {
                await step();
            }
            // If a table is locked or cannot be cleared, the others are still created or cleared; a problem of the database stops all.
            catch (Exception failure) when (failure is not OperationCanceledException
                && database.Note(failure) is null or DatabaseFault.Conflict)
            {
                failures.Add(failure);
            }
        }
        if (failures.Count > 0)
            throw new AggregateException(
                "not every partition was made or dropped, and not every old row deleted; the next run tries again", failures);
    }

    // Partitions are dropped by the day, so part of a day counts as a whole day.
    private static int Days(TimeSpan kept) => (int)Math.Ceiling(kept.TotalDays);

    private IEnumerable<Func<Task>> Steps(CancellationToken cancellationToken)
    {
        var keep = Days(options.Value.Messages);
        yield return () => Retention.CreateDaysAsync(data, Database.DaysAhead, cancellationToken);
        yield return () => Retention.DropDaysAsync(data, "contents", Days(options.Value.Contents), cancellationToken);
        foreach (var table in new[] { "timeline", "attempts", "messages" })
            yield return () => Retention.DropDaysAsync(data, table, keep, cancellationToken);
        yield return () => Retention.EraseInboundContentsAsync(data, Days(options.Value.Contents), cancellationToken);
        yield return () => Retention.DeleteInboundAsync(data, keep, cancellationToken);
        yield return () => Retention.DeleteProviderIdsAsync(data, keep, cancellationToken);
        yield return () => Retention.DeleteStatisticsAsync(data, keep, cancellationToken);
        yield return () => Retention.DeleteKeysAsync(data, Math.Min(keep, KeyDays), cancellationToken);
        yield return () => Retention.DeleteReachabilityAsync(data, cancellationToken);
        yield return () => Retention.DeleteParkedAsync(data, Math.Min(keep, ParkedDays), cancellationToken);
        yield return () => Retention.DeleteUpdatesAsync(data, Days(options.Value.StatusUpdates), cancellationToken);
        yield return () => Retention.DeleteMarksAsync(data, cancellationToken);
    }
}
