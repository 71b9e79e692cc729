using System.Collections.Concurrent;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Records the results of delivery attempts in groups: attempts that end while one group is recorded form the next. An attempt that is not
/// recorded is delivered again, and blocks the later updates of its message until its lease expires. So a group waits for an unavailable
/// database; and if one entry of a group cannot be stored, the group is split, so that the data of one customer never affect another
/// customer.
/// </summary>
internal sealed partial class DeliveryResults(
    NpgsqlDataSource data,
    DatabaseAvailability database,
    WebhookDirectory webhooks,
    WebhookMetrics metrics,
    TimeProvider time,
    IOptions<StatusWebhooksOptions> options,
    ILogger<DeliveryResults> logger)
    : IDisposable
{
    private const int LargestGroup = 500;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // After a crash the server may have lost what it confirmed in the last moments: up to three times its wal_writer_delay, usually 0.6 s.
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(2);

    private readonly Queue<(long At, DeliveryAttemptResult Try)> _recorded = new();
    private readonly ConcurrentQueue<Waiting> _ended = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _over = new();
    private long _troubles;

    /// <summary>Records an attempt; returns when it is recorded.</summary>
    /// <exception cref="OperationCanceledException">The service stopped before the database was available again.</exception>
    public async Task RecordAsync(DeliveryAttemptResult ended)
    {
        var own = new Waiting(ended);
        _ended.Enqueue(own);
        await _turn.WaitAsync();
        try
        {
            while (!own.IsOver)
            {
                var group = new List<Waiting>();
                while (group.Count < LargestGroup && _ended.TryDequeue(out var next))
                    group.Add(next);
                group.ForEach(waiting => waiting.IsOver = true); // Whatever the result is, it is recorded only once.
                await RecordAsync(group.ConvertAll(waiting => waiting.Try));
                await RecordAgainAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Called when the service stops: after this time it no longer waits for an unavailable database.</summary>
    public void StopAfter(TimeSpan time) => _over.CancelAfter(time);

    public void Dispose()
    {
        _turn.Dispose();
        _over.Dispose();
    }

    private async Task RecordAsync(List<DeliveryAttemptResult> group)
    {
        for (var pause = ShortestPause; ; pause = pause < LongestPause ? 2 * pause : LongestPause)
        {
            try
            {
                await StoreAsync(group);
                Remember(group);
                return;
            }
            catch (Exception failure) when (database.Note(failure) is not null)
            {
                await Task.Delay(pause, time, _over.Token);
            }
#pragma warning disable CA1031 // Any exception leads to a search for the entry that caused it.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                await SplitAsync(group, failure);
                return;
            }
        }
    }

    // Records again what was recorded in the moments before a crash, so that it does not block the later updates of its message until its
    // lease expires. An entry that the server has not lost no longer has that lease, and stays unchanged.
    private async Task RecordAgainAsync()
    {
        if (_troubles == database.Seen)
            return;
        _troubles = database.Seen;
        var again = _recorded.Select(recorded => recorded.Try).ToList();
        _recorded.Clear();
        foreach (var group in again.Chunk(LargestGroup))
            await RecordAsync([.. group]);
    }

    private void Remember(List<DeliveryAttemptResult> group)
    {
        var now = TimeProvider.System.GetTimestamp();
        foreach (var arrived in group.Where(ended => ended.Response.Result is WebhookResult.Delivered))
            _recorded.Enqueue((now, arrived with { Update = arrived.Update with { Body = "" } }));
        // Keeps entries that were recorded before a database problem which is not handled yet.
        while (_troubles == database.Seen && _recorded.TryPeek(out var oldest)
            && TimeProvider.System.GetElapsedTime(oldest.At, now) > Forgotten)
            _recorded.Dequeue();
    }

    // Splits by halves: one bad entry among 500 costs 18 statements instead of 500.
    private async Task SplitAsync(List<DeliveryAttemptResult> group, Exception failure)
    {
        if (group.Count > 1)
        {
            LogSplit(group.Count, failure.GetType().Name);
            var half = group.Count / 2;
            await RecordAsync(group.GetRange(0, half));
            await RecordAsync(group.GetRange(half, group.Count - half));
            return;
        }
        // The result can be stored, but perhaps not the text of the endpoint.
        var one = group[0];
        if (one.Response.Body is null)
        {
            LogNotRecorded(failure, one.Update.Id);
            return;
        }
        await RecordAsync([one with { Response = one.Response with { Body = null } }]);
    }

    private async Task StoreAsync(List<DeliveryAttemptResult> group)
    {
        var stopped = await DeliveryResultWrites.RecordAsync(data, group, options.Value.StopAfter);
        foreach (var webhook in stopped)
        {
            LogStopped(
                webhook.Account, webhook.Subaccount, OperationalUpdates.ServerOf(webhook.Url), EnumText.Of(webhook.Reason), webhook.Id);
            metrics.Stopped(webhook.Reason);
        }
        if (stopped.Count > 0)
            await webhooks.TryRefreshAsync(CancellationToken.None);
    }

    [LoggerMessage(
        6102,
        LogLevel.Warning,
        "The webhook of account {Account}, subaccount {Subaccount}, at {Server} was stopped: {Reason} (row {Webhook}). Register it again to restart it")]
    private partial void LogStopped(CustomerAccountId account, string subaccount, string server, string reason, Guid webhook);

    [LoggerMessage(6105, LogLevel.Error, "The delivery attempt of update {Update} cannot be recorded; the update is delivered again")]
    private partial void LogNotRecorded(Exception exception, Guid update);

    [LoggerMessage(6106, LogLevel.Warning, "{Count} delivery attempts could not be recorded together ({Failure}); the group is split")]
    private partial void LogSplit(int count, string failure);

    private sealed class Waiting(DeliveryAttemptResult ended)
    {
        public DeliveryAttemptResult Try => ended;

        public bool IsOver { get; set; }
    }
}
