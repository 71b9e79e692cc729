using FallbackOrchestrator.Persistence;
using Hangfire;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Makes the partitions of the coming days, and drops those whose time is over: what messages say after 7 days, messages after 90. A day on
/// which a message may still start a step is kept whole. Rows of the side tables are deleted by their age.
/// The names of this class and its method are stored in Hangfire's rows.
/// </summary>
public sealed class PartitionsJob(NpgsqlDataSource data, IOptions<RetentionOptions> options)
{
    // No answer is asked for again, and no receipt comes, after so many days.
    private const int KeyDays = 2;
    private const int ParkedDays = 10;

    [AutomaticRetry(Attempts = 3)]
    public async Task RunAsync(CancellationToken cancelled)
    {
        var keep = options.Value.MessageDays;
        await Retention.CreateDaysAsync(data, Database.DaysAhead, cancelled);
        await Retention.DropDaysAsync(data, "contents", options.Value.ContentDays, cancelled);
        foreach (var table in new[] { "timeline", "attempts", "messages" })
            await Retention.DropDaysAsync(data, table, keep, cancelled);
        await Retention.DeleteProviderIdsAsync(data, keep, cancelled);
        await Retention.DeleteKeysAsync(data, Math.Min(keep, KeyDays), cancelled);
        await Retention.DeleteParkedAsync(data, Math.Min(keep, ParkedDays), cancelled);
        await Retention.DeleteUpdatesAsync(data, options.Value.StatusUpdateDays, cancelled);
    }
}
