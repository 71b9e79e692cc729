using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// Hands queued attempts over as fast as their accounts' limits admit: those that waited for a limit, those that are due for another
/// try, and those that another replica left behind.
/// </summary>
internal sealed partial class QueuePump(
    MessageDoor door, AccountGates gates, NpgsqlDataSource data, TimeProvider time, ILogger<QueuePump> logger) : BackgroundService
{
    private static readonly TimeSpan Peek = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan NextToken = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan NextLook = TimeSpan.FromSeconds(5);

    private long? _lookedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var someWait = false;
            try
            {
                foreach (var account in await QueuedAttempts.AccountsAsync(data, gates.Accounts, door.OldestPending, stoppingToken))
                    someWait |= await ServeAsync(account, stoppingToken);
                await LookAtLengthsAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The queue is in the database: what failed now is served at the next turn.
            catch (Exception failure)
#pragma warning restore CA1031
            {
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

    /// <summary>Serves one account's queue as far as its limits admit; answers whether attempts are left waiting.</summary>
    private async Task<bool> ServeAsync(AccountId account, CancellationToken stopping)
    {
        var gate = gates[account];
        gate.SomeWait = true;
        // One claim an account and round: an account that is fast must not keep the others waiting.
        var free = gate.Free();
        if (free > 0 && await door.ServeQueueAsync(account, free, stopping) < free)
        {
            gate.SomeWait = false;
            return false;
        }
        return true;
    }

    // Counting costs more than serving, and a queue of a minute does not come or go in seconds.
    private async Task LookAtLengthsAsync(CancellationToken stopping)
    {
        if (_lookedAt is { } looked && time.GetElapsedTime(looked) < NextLook)
            return;
        var waiting = gates.Accounts.Where(account => gates[account].SomeWait || gates[account].IsBehind).ToList();
        if (waiting.Count == 0)
            return;
        _lookedAt = time.GetTimestamp();
        var behind = await QueuedAttempts.LongerThanAsync(
            data, [.. waiting.Select(account => (account, gates[account].PerMinute))], door.OldestPending, stopping);
        foreach (var account in waiting)
            gates[account].IsBehind = behind.Contains(account);
    }

    [LoggerMessage(2101, LogLevel.Warning, "The queues could not be served; they are tried again")]
    private partial void LogFailed(Exception exception);
}
