using System.Collections.Concurrent;
using System.Diagnostics;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// Makes the recalls that the door granted to this replica, and records their results. Recalls do not wait for the account's rate, because
/// the next step waits for them; but no more than the account's <see cref="AccountLimits.Concurrency"/> run at a time, so that an account
/// that does not respond takes no connections from others.
/// </summary>
internal sealed partial class Recaller(
    GrantedRecalls recalls,
    MessageDoor door,
    ProviderMetrics metrics,
    ChannelCatalog catalog,
    IHttpClientFactory http,
    AccessTokens tokens,
    TimeProvider time,
    ILogger<Recaller> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(0.5);

    private readonly ConcurrentDictionary<ChannelAccountId, SemaphoreSlim> _places = new();
    private readonly CancellationTokenSource _over = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var recall in recalls.Reader.ReadAllAsync(CancellationToken.None))
            _ = RunAsync(recall);
    }

    /// <summary>Starts no more recalls, and waits until the results of the running ones are recorded, a few seconds at most.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        recalls.Complete();
        if (ExecuteTask is { } reading)
            await reading;
        // The real clock: a stop must end even if a test controls the time.
        var began = TimeProvider.System.GetTimestamp();
        while (recalls.Pending > 0 && TimeProvider.System.GetElapsedTime(began) < 2 * Rules.RecallTimeout)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        await _over.CancelAsync();
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _over.Dispose();
        foreach (var place in _places.Values)
            place.Dispose();
        base.Dispose();
    }

    private async Task RunAsync(RecallTask recall)
    {
        await Task.Yield();
        try
        {
            using var span = MessageTraces.Start($"recall {recall.Step.Channel}", ActivityKind.Client, recall.TraceParent, recall.Umid);
            var result = await RecallAsync(recall);
            span?.SetTag("step", recall.Granted.Step).SetTag("result", result.GetType().Name);
            metrics.RecallEnded(recall.Step, result);
            await RecordAsync(recall.Umid, new Fact.RecallEnded(recall.Granted.Step, result, time.GetUtcNow()));
        }
#pragma warning disable CA1031 // Without the result the next step starts at the time in the row; a receipt may still say what happened.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotRecorded(failure, recall.Umid, recall.Granted.Step);
        }
        finally
        {
            recalls.End();
        }
    }

    private async Task<RecallResult> RecallAsync(RecallTask recall)
    {
        if (!catalog.TryFind(recall.Step.Account, out var account) || account.IsDisabled)
            return new RecallResult.Failed("this replica does not have the account");
        var places = _places.GetOrAdd(account.Id, _ => new SemaphoreSlim(account.Limits.Concurrency));
        using var overdue = new CancellationTokenSource(Left(recall), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, _over.Token);
        try
        {
            await places.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return new RecallResult.Failed("too many recalls of the account were running");
        }
        try
        {
            var call = new RecallCall(http.CreateClient(ProviderHttp.ClientName), tokens, time);
            var responses = new List<RecallResult>();
            var attempt = new Recall(new AttemptReference(recall.Umid, recall.Granted.Step), recall.Recipient, ProviderId: null);
            foreach (var id in recall.Granted.ProviderIds.Cast<string?>().DefaultIfEmpty())
                responses.Add(await call.MakeAsync(account.Adapter, attempt with { ProviderId = id }, Left(recall), either.Token));
            return recall.Granted.Of(responses);
        }
        finally
        {
            places.Release();
        }
    }

    // While the database is unavailable, what the provider said is recorded again and again: only this process knows that the message was
    // withdrawn, or was delivered before. A recall that proved nothing is not worth it, because the row has the time at which it ends.
    private async Task RecordAsync(Umid umid, Fact.RecallEnded ended)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            try
            {
                await door.RecordPatientlyAsync(umid, [ended], _over.Token).WaitAsync(_over.Token);
                return;
            }
            catch (Exception failure) when (failure is NotStoredException or CommitUnknownException
                && ended.Result is not RecallResult.Failed && !_over.IsCancellationRequested)
            {
                await Task.Delay(pause, time, _over.Token);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private TimeSpan Left(RecallTask recall)
    {
        var left = Rules.RecallTimeout - time.GetElapsedTime(recall.Taken);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    [LoggerMessage(2005, LogLevel.Warning, "The result of a recall could not be recorded: {Umid} step {Step}")]
    private partial void LogNotRecorded(Exception exception, Umid umid, int step);
}
