using System.Collections.Concurrent;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Records what came of attempts, in groups: whatever ends while one group is recorded forms the next. What is not recorded is delivered
/// twice, and holds the later updates of its message back until its lease lapses. So a group waits for a database that is out of reach, and
/// is split where one of its entries cannot be stored: one customer's data never decides on another's.
/// </summary>
internal sealed partial class DeliveryResults(
    NpgsqlDataSource data,
    DatabaseAvailability database,
    WebhookDirectory webhooks,
    TimeProvider time,
    IOptions<StatusWebhooksOptions> options,
    ILogger<DeliveryResults> logger)
    : IDisposable
{
    private const int LargestGroup = 500;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // A crash of the server takes back what it said to be recorded, of the last moments: three times its wal_writer_delay, 0.6 s as a rule.
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(2);

    private readonly Queue<(long At, DeliveryAttemptResult Try)> _recorded = new();
    private readonly ConcurrentQueue<Waiting> _ended = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _over = new();
    private long _troubles;

    /// <summary>Records an attempt; ends when it is recorded.</summary>
    /// <exception cref="OperationCanceledException">The service stopped before the database was back.</exception>
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
                group.ForEach(waiting => waiting.IsOver = true); // Whatever comes of it, it is not recorded a second time.
                await RecordAsync(group.ConvertAll(waiting => waiting.Try));
                await RecordAgainAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The service stops: a database that is out of reach is waited for so long and no longer.</summary>
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
#pragma warning disable CA1031 // Whatever it is, it is found out whose entry it is.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                await SplitAsync(group, failure);
                return;
            }
        }
    }

    // Recorded again, what arrived in the moments before a crash does not hold back the later updates of its message until its lease
    // lapses; what the server has not forgotten is under that lease no more, and stays as it is.
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
        // Not what was recorded before a trouble that nobody has looked at yet.
        while (_troubles == database.Seen && _recorded.TryPeek(out var oldest)
            && TimeProvider.System.GetElapsedTime(oldest.At, now) > Forgotten)
            _recorded.Dequeue();
    }

    // By halves: one bad entry among 500 costs 18 statements, and not 500.
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
        // What came of it can be stored; what the endpoint wrote perhaps cannot.
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
        foreach (var (webhook, reason) in stopped)
            LogStopped(webhook, EnumText.Of(reason));
        if (stopped.Count > 0)
            await webhooks.TryRefreshAsync(CancellationToken.None);
    }

    [LoggerMessage(6102, LogLevel.Warning, "Webhook {Webhook} was stopped: {Reason}. Register it again to restart it")]
    private partial void LogStopped(Guid webhook, string reason);

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
