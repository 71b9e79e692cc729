using System.Threading.Channels;
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
{
    private const int LargestGroup = 500;

    private readonly Channel<(EndedTry Try, TaskCompletionSource Done)> _ended =
        Channel.CreateUnbounded<(EndedTry, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });

    private int _recording;

    /// <summary>Records an attempt; ends when it is recorded, or given up.</summary>
    public Task RecordAsync(EndedTry ended)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ended.Writer.TryWrite((ended, done));
        if (Interlocked.Exchange(ref _recording, 1) == 0)
            _ = RecordAllAsync();
        return done.Task;
    }

    private async Task RecordAllAsync()
    {
        do
        {
            var group = new List<(EndedTry Try, TaskCompletionSource Done)>();
            while (group.Count < LargestGroup && _ended.Reader.TryRead(out var ended))
                group.Add(ended);
            if (group.Count > 0)
                await RecordAsync(group.ConvertAll(ended => ended.Try));
            foreach (var (_, done) in group)
                done.TrySetResult();
            if (group.Count == 0)
                Interlocked.Exchange(ref _recording, 0);
        }
        // One that came between the last look and the end of the turn has found nobody to record it.
        while (Volatile.Read(ref _recording) == 1 || (_ended.Reader.TryPeek(out _) && Interlocked.Exchange(ref _recording, 1) == 0));
    }

    private async Task RecordAsync(List<EndedTry> group)
    {
        for (var tries = 1; tries <= 3; tries++)
        {
            try
            {
                var stopped = await StatusUpdates.RecordAsync(data, group, options.Value.StopAfter);
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
}
