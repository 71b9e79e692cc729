using System.Collections.Concurrent;
using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Records what came of attempts, in groups: whatever ends while one group is recorded forms the next. What is not recorded is delivered twice,
/// and holds the later updates of its message back until its lease lapses.
/// </summary>
internal sealed partial class EndedTries(
    NpgsqlDataSource data, WebhookDirectory webhooks, TimeProvider time, IOptions<StatusWebhooksOptions> options, ILogger<EndedTries> logger)
    : IDisposable
{
    private const int LargestGroup = 500;

    private readonly ConcurrentQueue<Waiting> _ended = [];
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Records an attempt; ends when it is recorded, or given up.</summary>
    public async Task RecordAsync(EndedTry ended)
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
                await RecordAsync(group.ConvertAll(waiting => waiting.Try));
                group.ForEach(waiting => waiting.IsOver = true);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task RecordAsync(List<EndedTry> group)
    {
        for (var tries = 1; tries <= 3; tries++)
        {
            try
            {
                var stopped = await EndedDeliveries.RecordAsync(data, group, options.Value.StopAfter);
                foreach (var (webhook, reason) in stopped)
                    LogStopped(webhook, EnumText.Of(reason));
                if (stopped.Count > 0)
                    await webhooks.RefreshAsync(CancellationToken.None);
                return;
            }
#pragma warning disable CA1031 // The leases lapse, and the updates are delivered again.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogNotRecorded(failure, group.Count);
                await Task.Delay(TimeSpan.FromSeconds(tries), time);
            }
        }
    }

    [LoggerMessage(6102, LogLevel.Warning, "Webhook {Webhook} is stopped: {Reason}. It is called again when it is registered again")]
    private partial void LogStopped(Guid webhook, string reason);

    [LoggerMessage(6105, LogLevel.Warning, "{Count} attempts to deliver status updates could not be recorded")]
    private partial void LogNotRecorded(Exception exception, int count);

    private sealed class Waiting(EndedTry ended)
    {
        public EndedTry Try => ended;

        public bool IsOver { get; set; }
    }
}
