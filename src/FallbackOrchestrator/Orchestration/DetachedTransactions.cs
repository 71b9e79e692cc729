using System.Collections.Concurrent;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// Transactions that take longer than a worker should wait: their connection is dead, the disk stalls, or the result of their commit is
/// unknown and is being verified. They continue in the background while others are served. Their number is limited: if there are many, the
/// database itself is unavailable.
/// </summary>
/// <param name="patience">The longest time that a worker waits for a transaction.</param>
internal sealed class DetachedTransactions(TimeSpan patience)
{
    private const int Most = 8;

    private readonly ConcurrentDictionary<Task, bool> _tasks = [];

    /// <summary>Waits until a transaction has ended, or detaches it if it takes too long.</summary>
    /// <returns>True if it has ended, with or without success.</returns>
    public async Task<bool> HasEndedAsync(Task transaction)
    {
        // Uses the real clock, because it waits for the database.
        await transaction.WaitAsync(patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!transaction.IsCompleted && _tasks.Count >= Most)
            await transaction.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (transaction.IsCompleted)
            return true;
        LetGoOn(transaction);
        return false;
    }

    /// <summary>Detaches a transaction.</summary>
    public void LetGoOn(Task transaction)
    {
        if (!_tasks.TryAdd(transaction, true))
            return;
        _ = transaction.ContinueWith(
            ended =>
            {
                _ = ended.Exception; // The caller already has a response.
                _tasks.TryRemove(ended, out _);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Waits until all of them have ended.</summary>
    public Task AllEndedAsync() => Task.WhenAll(_tasks.Keys);
}
