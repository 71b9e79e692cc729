using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Delivers what is owed: claims updates whose time has come, a few for each endpoint, calls, and records what came of it. A replica that
/// dies leaves leases that lapse; the update is then delivered again, under the same id.
/// </summary>
internal sealed partial class StatusUpdateDelivery(
    NpgsqlDataSource data,
    WebhookDirectory webhooks,
    WebhookCall call,
    OwedUpdates updates,
    EndedTries tries,
    Random chance,
    TimeProvider time,
    IOptions<StatusWebhooksOptions> options,
    ILogger<StatusUpdateDelivery> logger) : BackgroundService
{
    private static readonly TimeSpan Peek = TimeSpan.FromMilliseconds(500);
    // Places become free one by one: a claim for several costs hardly more than a claim for one.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    // Longer than a call may last, the token's included.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);

    private int _underWay;
    private long? _sweptAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await updates.Owed.WaitAsync(Peek, time, stoppingToken);
                await LookAsync(stoppingToken);
                await Task.Delay(Rest, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <summary>Claims nothing new, and waits for the calls under way.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (Volatile.Read(ref _underWay) > 0 && !cancellationToken.IsCancellationRequested)
            await updates.Owed.WaitAsync(Peek, time, cancellationToken);
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            if (_sweptAt is not { } at || time.GetElapsedTime(at) >= Sweep)
            {
                _sweptAt = time.GetTimestamp();
                if (await StatusUpdates.GiveUpAsync(data, stopping) is > 0 and var count)
                    LogGivenUp(count);
            }
            var room = options.Value.Concurrency - Volatile.Read(ref _underWay);
            if (room <= 0)
                return;
            foreach (var update in await StatusUpdates.ClaimAsync(
                data, options.Value.PerEndpoint, room, Lease, RetrySchedule.QuickTries, stopping))
            {
                Interlocked.Increment(ref _underWay);
                _ = DeliverAsync(update);
            }
        }
#pragma warning disable CA1031 // The rows are still due: they are looked at again in half a second.
        catch (Exception failure) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(failure);
        }
    }

    // A call that was begun is ended and recorded even while the service stops: the endpoint may have it already.
    private async Task DeliverAsync(ClaimedUpdate update)
    {
        try
        {
            var webhook = update.Webhook is { } id ? await webhooks.FindAsync(id, CancellationToken.None) : null;
            var answer = await call.PostAsync(update.Id, update.Body, update.Url, webhook, CancellationToken.None);
            var pause = answer.Result is WebhookResult.Gone or WebhookResult.NoEndpoint
                ? (TimeSpan?)null
                : RetrySchedule.PauseAfter(update.Tries, chance.NextDouble(), answer.RetryAfter);
            await tries.RecordAsync(new EndedTry(update, answer, pause));
        }
#pragma warning disable CA1031 // The lease lapses, and the update is delivered again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogLost(failure, update.Id);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
            updates.Owed.Raise(); // Its place is free.
        }
    }

    [LoggerMessage(6101, LogLevel.Warning, "What is owed to customers could not be read; it is tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(6103, LogLevel.Warning, "The attempt to deliver update {Update} was not recorded; it is delivered again")]
    private partial void LogLost(Exception exception, Guid update);

    [LoggerMessage(6104, LogLevel.Warning, "{Count} status updates were given up; they can be replayed")]
    private partial void LogGivenUp(int count);
}
