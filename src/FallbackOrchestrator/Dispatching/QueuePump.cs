using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// Hands queued attempts over as fast as their accounts' limits admit: attempts that waited for a limit, attempts whose retry is due, and
/// attempts that another replica left. Transactional messages go first; within a priority the subaccounts take turns.
/// </summary>
internal sealed partial class QueuePump(
    MessageDoor door,
    AccountGates gates,
    NpgsqlDataSource data,
    DatabaseAvailability database,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<QueuePump> logger) : BackgroundService
{
    private static readonly TimeSpan Peek = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan NextToken = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan NextLook = TimeSpan.FromSeconds(5);

    private readonly FairRotation _rotation = new();
    private readonly HashSet<ChannelAccountId> _missing = [];
    private long? _lookedAt;
    private long? _lookedForMissingAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ApplicationStarted.BegunAsync(lifetime, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        while (!stoppingToken.IsCancellationRequested)
        {
            var someWait = false;
            try
            {
                someWait = await ServeAsync(stoppingToken);
                await LookAtLengthsAsync(stoppingToken);
                await LookForMissingAccountsAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The queue is in the database, so the next claim serves what failed now.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                if (database.Note(failure) is null)
                    LogFailed(failure);
            }
            try
            {
                await gates.Queued.WaitAsync(someWait ? NextToken : Peek, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Serves every queue once. Returns true if attempts may be left that could be called as soon as the limits admit.</summary>
    private async Task<bool> ServeAsync(CancellationToken stoppingToken)
    {
        var waiting = new HashSet<ChannelAccountId>();
        foreach (var queue in await QueuedAttempts.QueuesAsync(data, gates.Accounts, door.OldestPending, door.LeftAlone, stoppingToken))
        {
            // One claim for each queue and round, so that a fast account does not keep the others waiting. A less urgent queue gets no
            // claim while a more urgent one has attempts left, even if slots have become free since.
            if (!waiting.Contains(queue.Account) && await ServeAsync(queue, stoppingToken))
                waiting.Add(queue.Account);
        }
        foreach (var account in gates.Accounts)
            gates[account].SomeWait = waiting.Contains(account);
        return waiting.Count > 0;
    }

    private async Task<bool> ServeAsync(QueueId queue, CancellationToken stoppingToken)
    {
        var gate = gates[queue.Account];
        var free = Math.Min(gate.Free(), door.LargestClaim);
        if (free <= 0)
            return true;
        var claim = await QueuedAttempts.NextClaimAsync(data, queue, _rotation.ServedLast(queue), free, door.OldestPending, stoppingToken);
        // New attempts must wait behind those that are being claimed.
        if (claim.Subaccounts.Count > 0)
            gate.SomeWait = true;
        var claims = (claim.Subaccounts.Count == 0 ? [] : await door.ServeQueueAsync(claim, stoppingToken))
            .CountBy(recorded => recorded.Message.Subaccount).ToDictionary();
        var someLeft = _rotation.Note(claim, claims);
        if (someLeft && claims.Values.Sum() < free)
            gates.Queued.Raise();
        return someLeft;
    }

    // Counting costs more than serving, and a queue of a minute does not appear or disappear within seconds.
    private async Task LookAtLengthsAsync(CancellationToken stoppingToken)
    {
        if (_lookedAt is { } looked && time.GetElapsedTime(looked) < NextLook)
            return;
        var waiting = gates.Accounts.Where(account => gates[account].SomeWait || gates[account].IsBehind).ToList();
        if (waiting.Count == 0)
            return;
        _lookedAt = time.GetTimestamp();
        var behind = await QueuedAttempts.LongerThanAsync(
            data, [.. waiting.Select(account => (account, gates[account].PerMinute))], door.OldestPending, stoppingToken);
        foreach (var account in waiting)
            gates[account].IsBehind = behind.Contains(account);
    }

    // Nobody serves the queue of an account that no replica has, so this check gives up its attempts when their patience is over.
    private async Task LookForMissingAccountsAsync(CancellationToken stoppingToken)
    {
        if (_lookedForMissingAt is { } looked && time.GetElapsedTime(looked) < NextLook)
            return;
        _lookedForMissingAt = time.GetTimestamp();
        var missing = (await QueuedAttempts.AccountsAsync(data, door.OldestPending, stoppingToken)).Where(gates.IsMissing).ToList();
        _missing.IntersectWith(missing);
        foreach (var account in missing)
        {
            if (_missing.Add(account))
                LogMissing(account);
            while (gates.IsMissing(account) && (await door.PutOffAsync(account, stoppingToken)).Count == door.LargestClaim)
                stoppingToken.ThrowIfCancellationRequested();
        }
    }

    [LoggerMessage(2102, LogLevel.Warning,
        "Messages wait for the channel account {Account}, which no running replica has, or which is disabled; unless that changes, they go on to their next step")]
    private partial void LogMissing(ChannelAccountId account);

    [LoggerMessage(2101, LogLevel.Warning, "The queues could not be read; the next attempt follows")]
    private partial void LogFailed(Exception exception);
}
