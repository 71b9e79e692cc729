using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// The slots of batches that are being stored. One subaccount may hold all of them but one, so that a batch of another subaccount finds a
/// slot. If several wait, the subaccounts take turns.
/// </summary>
/// <param name="places">The number of slots, 2 or more.</param>
/// <param name="time">The clock for the time limit of a wait.</param>
public sealed class BatchSlots(int places, TimeProvider time)
{
    private readonly int _perSubaccount = places - 1;
    private readonly Lock _lock = new();
    private readonly Dictionary<SubaccountId, int> _held = [];

    // The subaccount whose last turn is the longest ago comes first.
    private readonly LinkedList<(SubaccountId Subaccount, LinkedList<TaskCompletionSource> Waiting)> _queues = [];
    private int _free = places;

    /// <summary>Waits for a slot. It is held until the returned object is disposed. Null if the time limit ended first.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public async Task<IDisposable?> EnterAsync(SubaccountId subaccount, TimeSpan patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            Queue(subaccount).AddLast(turn);
            GiveSlots();
        }
        try
        {
            await turn.Task.WaitAsync(patience, time, cancellationToken);
        }
        catch (Exception over) when (over is TimeoutException or OperationCanceledException)
        {
            if (!Leave(subaccount, turn))
                return new Place(this, subaccount); // The turn came at the same moment.
            if (over is TimeoutException)
                return null;
            throw;
        }
        return new Place(this, subaccount);
    }

    private LinkedList<TaskCompletionSource> Queue(SubaccountId subaccount)
    {
        foreach (var (whose, waiting) in _queues)
        {
            if (whose == subaccount)
                return waiting;
        }
        return _queues.AddLast((subaccount, new LinkedList<TaskCompletionSource>())).Value.Waiting;
    }

    private void GiveSlots()
    {
        for (var node = _queues.First; node is not null && _free > 0;)
        {
            var next = node.Next;
            var (subaccount, waiting) = node.Value;
            var held = _held.GetValueOrDefault(subaccount);
            if (held < _perSubaccount)
            {
                _free--;
                _held[subaccount] = held + 1;
                waiting.First!.Value.SetResult();
                waiting.RemoveFirst();
                _queues.Remove(node);
                if (waiting.Count > 0)
                {
                    var last = _queues.AddLast(node.Value);
                    next ??= last;
                }
            }
            node = next;
        }
    }

    private bool Leave(SubaccountId subaccount, TaskCompletionSource turn)
    {
        lock (_lock)
        {
            for (var node = _queues.First; node is not null; node = node.Next)
            {
                if (node.Value.Subaccount != subaccount || !node.Value.Waiting.Remove(turn))
                    continue;
                if (node.Value.Waiting.Count == 0)
                    _queues.Remove(node);
                return true;
            }
            return false;
        }
    }

    private void Release(SubaccountId subaccount)
    {
        lock (_lock)
        {
            _free++;
            if (--_held[subaccount] == 0)
                _held.Remove(subaccount);
            GiveSlots();
        }
    }

    private sealed class Place(BatchSlots places, SubaccountId subaccount) : IDisposable
    {
        private BatchSlots? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release(subaccount);
    }
}
