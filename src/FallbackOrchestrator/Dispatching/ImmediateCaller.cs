using System.Collections.Concurrent;
using System.Diagnostics;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// Makes the recalls and the status queries that the door granted to this replica, and records their results. They do not wait for the
/// account's rate, because a message waits for them; but no more than the account's <see cref="AccountLimits.Concurrency"/> run at a time,
/// so that an account that does not respond takes no connections from others.
/// </summary>
internal sealed partial class ImmediateCaller(
    ImmediateCalls calls,
    MessageDoor door,
    ProviderMetrics metrics,
    ChannelCatalog catalog,
    AccountGates gates,
    IHttpClientFactory http,
    AccessTokens tokens,
    TimeProvider time,
    ILogger<ImmediateCaller> logger) : BackgroundService
{
    private const string TooMany = "it was too late for the call, or too many of the account's were running";
    private const string NoAccount = "this replica does not have the account";
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(0.5);

    // Recalls have places of their own: queries that get no response must not stop them.
    private readonly ConcurrentDictionary<(ChannelAccountId Account, Type Result), SemaphoreSlim> _places = new();
    private readonly CancellationTokenSource _over = new();
    private readonly OncePerMinute _pace = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var call in calls.Reader.ReadAllAsync(CancellationToken.None))
            _ = RunAsync(call);
    }

    /// <summary>Starts no more calls, and waits until the results of the running ones are recorded, a few seconds at most.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        calls.Complete();
        if (ExecuteTask is { } reading)
            await reading;
        // The real clock: a stop must end even if a test controls the time.
        var began = TimeProvider.System.GetTimestamp();
        while (calls.Pending > 0 && TimeProvider.System.GetElapsedTime(began) < 2 * Rules.RecallTimeout)
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

    private async Task RunAsync(ImmediateCallTask call)
    {
        await Task.Yield();
        try
        {
            var kind = call is RecallTask ? "recall" : "query";
            using var span = MessageTraces.Start($"{kind} {call.Step.Channel}", ActivityKind.Client, call.TraceParent, call.Umid);
            span?.SetTag("step", call.StepNumber);
            var (facts, isNew) = call is RecallTask recall ? await RecallAsync(recall) : await QueryAsync((StatusQueryTask)call);
            await RecordAsync(call.Umid, facts, isNew);
        }
#pragma warning disable CA1031 // Without the result the message goes on at the time in the row; a receipt may still say what happened.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (_pace.Count(nameof(ImmediateCaller)) is { } count)
                LogNotRecorded(failure, count, call.Umid, call.StepNumber);
        }
        finally
        {
            calls.End();
        }
    }

    private async Task<(Fact[] Facts, bool IsNew)> RecallAsync(RecallTask task)
    {
        var results = await MakeAsync<RecallResult>(
            task,
            Rules.RecallTimeout,
            task.Granted.ProviderIds.Cast<string?>().DefaultIfEmpty(),
            why => new RecallResult.Failed(why),
            (call, adapter, id, left, cancelled) => call.RecallAsync(
                adapter, new Recall(new AttemptReference(task.Umid, task.StepNumber), task.Recipient, id), left, cancelled));
        var result = task.Granted.Of(results);
        metrics.RecallEnded(task.Step, result);
        return ([new Fact.RecallEnded(task.StepNumber, result, time.GetUtcNow())], result is not RecallResult.Failed);
    }

    private async Task<(Fact[] Facts, bool IsNew)> QueryAsync(StatusQueryTask task)
    {
        var results = !catalog.TryFind(task.Step.Account, out var account) || account.IsDisabled ? [new StatusQueryResult.Failed(NoAccount)]
            : !gates[task.Step.Account].TryTakeQuery() ? [new StatusQueryResult.Failed("the account's limit of status queries is reached")]
            : await MakeAsync<StatusQueryResult>(
                task,
                Rules.QueryTimeout,
                task.Granted.ProviderIds,
                why => new StatusQueryResult.Failed(why),
                (call, adapter, id, left, cancelled) => call.QueryAsync(
                    adapter, new StatusQuery(new AttemptReference(task.Umid, task.StepNumber), id!), left, cancelled));
        foreach (var result in results)
            metrics.StatusQueryEnded(task.Step, result);
        return (
            [.. results.Select(result => new Fact.StatusQueryEnded(task.StepNumber, result))],
            results.Any(result => result is StatusQueryResult.Found));
    }

    private delegate Task<TResult> Calling<TResult>(
        ImmediateCall call, IChannelAdapter adapter, string? id, TimeSpan left, CancellationToken cancelled);

    // One call for each id of the attempt, one after another, within the time limit of all.
    private async Task<IReadOnlyList<TResult>> MakeAsync<TResult>(
        ImmediateCallTask task, TimeSpan timeout, IEnumerable<string?> ids, Func<string, TResult> failed, Calling<TResult> make)
    {
        if (!catalog.TryFind(task.Step.Account, out var account) || account.IsDisabled)
            return [failed(NoAccount)];
        var places = _places.GetOrAdd((account.Id, typeof(TResult)), _ => new SemaphoreSlim(account.Limits.Concurrency));
        using var overdue = new CancellationTokenSource(Left(), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, _over.Token);
        try
        {
            await places.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return [failed(TooMany)];
        }
        try
        {
            var call = new ImmediateCall(http.CreateClient(ProviderHttp.ClientName), tokens, time);
            var results = new List<TResult>();
            foreach (var id in ids)
                results.Add(await make(call, account.Adapter, id, Left(), either.Token));
            return results;
        }
        finally
        {
            places.Release();
        }

        TimeSpan Left()
        {
            var left = timeout - time.GetElapsedTime(task.Taken);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    // While the database is unavailable, what the provider said is recorded again and again: only this process knows that the message was
    // withdrawn, or was delivered. A result that proved nothing is not worth it, because the row has the time at which the wait ends.
    private async Task RecordAsync(Umid umid, Fact[] facts, bool isNew)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            try
            {
                await door.RecordPatientlyAsync(umid, facts, _over.Token).WaitAsync(_over.Token);
                return;
            }
            catch (Exception failure) when (failure is NotStoredException or CommitUnknownException
                && isNew && !_over.IsCancellationRequested)
            {
                await Task.Delay(pause, time, _over.Token);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    [LoggerMessage(2005, LogLevel.Warning, "The results of {Count} recalls and status queries could not be recorded; the latest: {Umid} step {Step}")]
    private partial void LogNotRecorded(Exception exception, int count, Umid umid, int step);
}
