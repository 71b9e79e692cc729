using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Orchestration;

/// <summary>An entry of the door's queue: a message to store, or facts of a stored message.</summary>
internal sealed class QueuedFacts
{
    private readonly WaitingFacts? _waiting;

    // Continuations of hundreds of callers must not run on the worker that commits the next group.
    private readonly TaskCompletionSource<DecisionResult?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _belongsTo;

    public QueuedFacts(Umid umid, NewMessage? arrival, IReadOnlyList<Fact> facts, StoredResponse? response, WaitingFacts? waiting = null)
    {
        (Umid, Arrival, Facts, Response) = (umid, arrival, facts, response);
        if (facts.Count == 0 || waiting is null)
            return;
        _waiting = waiting;
        waiting.Add(umid);
    }

    public Umid Umid { get; }

    public NewMessage? Arrival { get; }

    public IReadOnlyList<Fact> Facts { get; }

    public StoredResponse? Response { get; }

    /// <summary>True if it is a message of the warm-up, which is not stored.</summary>
    public bool IsWarmUp => Arrival?.Message.Subaccount == SubaccountId.WarmUp;

    /// <summary>Takes the entry into a group; false if it was withdrawn.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _belongsTo, Group, Queue) == Queue;

    public void Complete(DecisionResult? recorded)
    {
        if (_done.TrySetResult(recorded))
            _waiting?.Remove(Umid);
    }

    public void Fail(Exception failure)
    {
        if (!_done.TrySetException(failure))
            return;
        _ = _done.Task.Exception; // The caller may have gone.
        _waiting?.Remove(Umid);
    }

    /// <summary>Notes that the entry did not come into the queue, or was taken out of it.</summary>
    public void GiveUp()
    {
        if (_done.TrySetCanceled())
            _waiting?.Remove(Umid);
    }

    /// <summary>
    /// Waits for the result. After the time limit the entry is withdrawn from the queue; an entry that is in a group already stays there,
    /// and is stored or not.
    /// </summary>
    /// <param name="longest">The time limit.</param>
    /// <exception cref="NotStoredException">Its turn did not come; nothing was stored.</exception>
    /// <exception cref="CommitUnknownException">Its group has not ended.</exception>
    public async Task<DecisionResult?> EndedAsync(TimeSpan longest)
    {
        // Uses the real clock: it waits for the database, even if the time of messages is virtual.
        await ((Task)_done.Task).WaitAsync(longest, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // A result that arrived at the moment of the time limit is returned too.
        if (_done.Task.IsCompleted)
            return await _done.Task;
        var late = new TimeoutException($"its group did not end within {longest}");
        if (Interlocked.CompareExchange(ref _belongsTo, Nobody, Queue) != Queue)
            throw new CommitUnknownException(late);
        GiveUp();
        throw new NotStoredException(late);
    }

    private const int Queue = 0;
    private const int Group = 1;
    private const int Nobody = 2;
}
