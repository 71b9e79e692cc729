using System.Collections.Concurrent;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// Transactions that take longer than anybody should wait for: their connection is dead, the disk stalls, or their commit was not answered
/// and the database is asked what became of it. They go on by themselves while others are served. Bounded: when they are many, the database
/// itself is away.
/// </summary>
/// <param name="patience">How long others wait for a transaction.</param>
internal sealed class DetachedTransactions(TimeSpan patience)
{
    private const int Most = 8;

    private readonly ConcurrentDictionary<Task, bool> _tasks = [];

    /// <summary>Waits until a transaction has ended, or takes too long and is let go on by itself.</summary>
    /// <returns>Whether it has ended, well or not.</returns>
    public async Task<bool> HasEndedAsync(Task transaction)
    {
        // On the real clock: it is the database that is waited for.
        await transaction.WaitAsync(patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!transaction.IsCompleted && _tasks.Count >= Most)
            await transaction.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (transaction.IsCompleted)
            return true;
        LetGoOn(transaction);
        return false;
    }

    /// <summary>Lets a transaction go on by itself.</summary>
    public void LetGoOn(Task transaction)
    {
        if (!_tasks.TryAdd(transaction, true))
            return;
        _ = transaction.ContinueWith(
            ended =>
            {
                _ = ended.Exception; // Whoever asked for it has been answered.
                _tasks.TryRemove(ended, out _);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Waits until all have ended.</summary>
    public Task AllEndedAsync() => Task.WhenAll(_tasks.Keys);
}
