using System.Diagnostics;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Delivers pending status updates and records the results. An update that was just decided and has a slot is delivered at once; for all
/// others it claims a few for each endpoint. If a replica dies, its leases expire, and the updates are delivered again under the same id.
/// </summary>
internal sealed partial class StatusUpdateDelivery(
    NpgsqlDataSource data,
    DatabaseAvailability database,
    WebhookDirectory webhooks,
    WebhookCall call,
    StatusUpdateOutbox updates,
    EndpointSlots slots,
    DeliveryResults results,
    OperationalEventOutbox events,
    WebhookMetrics metrics,
    Random chance,
    TimeProvider time,
    ILogger<StatusUpdateDelivery> logger) : BackgroundService
{
    // The interval at which it searches for updates that other replicas have left, for updates whose retry is due,
    // and for operational events.
    private static readonly TimeSpan Peek = TimeSpan.FromMilliseconds(500);

    // Slots become free one by one, and a claim for several costs hardly more than a claim for one.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(5);

    // The longest wait for an unavailable database when the service stops.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _over = new();
    private readonly List<(List<string> EndpointKeys, int Token)> _lostClaims = [];
    private Task _granted = Task.CompletedTask;
    private long? _peekedAt;
    private long? _sweptAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _granted = Task.Run(DeliverGrantedAsync, CancellationToken.None);
        try
        {
            while (true)
            {
                await slots.Claimable.WaitAsync(Peek, time, stoppingToken);
                await LookAsync(stoppingToken);
                await Task.Delay(Rest, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <summary>Claims nothing new, and waits for the running calls and for those that the door has granted.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        slots.Close();
        results.StopAfter(LongestWait);
        await base.StopAsync(cancellationToken);
        // Uses the real clock: a stop must end even if a test controls the time.
        while (slots.Running > 0 && !cancellationToken.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        await _over.CancelAsync();
        await _granted;
    }

    public override void Dispose()
    {
        _over.Dispose();
        base.Dispose();
    }

    private async Task DeliverGrantedAsync()
    {
        try
        {
            await foreach (var update in updates.Granted.ReadAllAsync(_over.Token))
                _ = DeliverAsync(update, wasClaimed: false);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (_lostClaims.Count > 0)
            {
                await StatusUpdates.ReleaseAsync(data, _lostClaims[^1].EndpointKeys, _lostClaims[^1].Token, stoppingToken);
                _lostClaims.RemoveAt(_lostClaims.Count - 1);
            }
            if (_sweptAt is not { } at || time.GetElapsedTime(at) >= Sweep)
            {
                _sweptAt = time.GetTimestamp();
                if (await StatusUpdates.GiveUpAsync(data, stoppingToken) is > 0 and var count)
                {
                    LogGivenUp(count);
                    metrics.GivenUp(count);
                }
            }
            if (_peekedAt is not { } peeked || time.GetElapsedTime(peeked) >= Peek)
            {
                _peekedAt = time.GetTimestamp();
                await events.MoveAsync(stoppingToken);
                slots.NoteDue(await StatusUpdates.DueEndpointsAsync(data, stoppingToken));
            }
            await ClaimAsync(stoppingToken);
        }
#pragma warning disable CA1031 // The rows are still due: the next search in half a second finds them.
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (database.Note(failure) is null)
                LogFailed(failure);
        }
    }

    private async Task ClaimAsync(CancellationToken stoppingToken)
    {
        var taken = slots.TakeFreeSlots();
        if (taken.Count == 0)
            return;
        IReadOnlyList<ClaimedUpdate> claimed = [];
        var token = chance.Next(1_000_000);
        try
        {
            claimed = await StatusUpdates.ClaimAsync(data, taken, StatusUpdateOutbox.Lease, token, stoppingToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The claim may have been committed, and it is not known which rows it holds.
            _lostClaims.Add((taken.ConvertAll(slot => slot.EndpointKey), token));
            throw;
        }
        finally
        {
            slots.Settle(taken, claimed);
        }
        foreach (var update in claimed)
            _ = DeliverAsync(update, wasClaimed: true);
    }

    private async Task<Webhook?> FindAsync(Guid id)
    {
        while (true)
        {
            try
            {
                return await webhooks.FindAsync(id, CancellationToken.None);
            }
            catch (Exception failure) when (!_over.IsCancellationRequested && database.Note(failure) is not null)
            {
                await Task.Delay(Peek, time, _over.Token);
            }
        }
    }

    // A call that has started is completed and recorded even while the service stops, because the endpoint may have received it.
    private async Task DeliverAsync(ClaimedUpdate update, bool wasClaimed)
    {
        await Task.Yield(); // The next update must not wait for the signature of this one.
        try
        {
            var webhook = update.Webhook is { } id ? await FindAsync(id) : null;
            var response = await PostAsync(update, webhook);
            metrics.Attempted(response);
            // A webhook that is gone is stopped, and its updates wait for a while; the address of a single message is never registered
            // again.
            var pause = response.Result is WebhookResult.NoEndpoint || (response.Result is WebhookResult.Gone && update.Url is not null)
                ? (TimeSpan?)null
                : RetrySchedule.PauseAfter(update.AttemptCount, chance.NextDouble(), response.RetryAfter);
            await results.RecordAsync(new DeliveryAttemptResult(update, response, pause));
        }
#pragma warning disable CA1031 // The lease expires, and the update is delivered again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (database.Note(failure) is null)
                LogLost(failure, update.Id);
        }
        finally
        {
            slots.Leave(update.EndpointKey, update.Umid, look: wasClaimed);
        }
    }

    private async Task<EndpointResponse> PostAsync(ClaimedUpdate update, Webhook? webhook)
    {
        using var span = MessageTraces.Start("call webhook", ActivityKind.Client, update.TraceParent, update.Umid);
        var response = await call.PostAsync(update.Account, update.Id, update.Body, update.Url, webhook, CancellationToken.None);
        span?.SetTag("attempt", update.AttemptCount)
            .SetTag("result", EnumText.Of(response.Result))
            .SetStatus(response.Result == WebhookResult.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        return response;
    }

    [LoggerMessage(6101, LogLevel.Warning, "The pending status updates could not be read; the next attempt follows")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(6103, LogLevel.Warning, "The delivery attempt of update {Update} was not recorded; the update is delivered again")]
    private partial void LogLost(Exception exception, Guid update);

    [LoggerMessage(6104, LogLevel.Warning, "{Count} status updates have failed for good; they can be replayed")]
    private partial void LogGivenUp(int count);
}
