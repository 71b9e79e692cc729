using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// The queue for changes of accounts, subaccounts, sequences and keys. One change is made at a time, so that waiting ones hold no
/// connection. Operators go before customers, who may be many: a key must be revoked at once, however many sequences are being changed.
/// </summary>
internal sealed class ChangeQueue
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _operators = new();
    private readonly LinkedList<TaskCompletionSource> _customers = new();
    private readonly Dictionary<SubaccountId, int> _ofCustomer = [];
    private bool _isTaken;

    /// <summary>Waits for the turn; it must be returned.</summary>
    /// <param name="customer">The subaccount of the calling customer; null for an operator.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>False if the customer has too many changes waiting already; then there is no turn to return.</returns>
    public async Task<bool> TryTakeAsync(SubaccountId? customer, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> own;
        lock (_lock)
        {
            if (customer is { } id)
            {
                var waiting = _ofCustomer.GetValueOrDefault(id);
                if (waiting >= SubaccountLimits.MostChangesAtOnce)
                    return false;
                _ofCustomer[id] = waiting + 1;
            }
            if (!_isTaken)
            {
                _isTaken = true;
                return true;
            }
            own = (customer is null ? _operators : _customers).AddLast(
                new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        try
        {
            await own.Value.Task.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            GiveUp(customer, own);
            throw;
        }
    }

    /// <summary>Gives the turn to the next change.</summary>
    /// <param name="customer">The subaccount that had it; null for an operator.</param>
    public void GiveBack(SubaccountId? customer)
    {
        lock (_lock)
        {
            Uncount(customer);
            Pass();
        }
    }

    private void GiveUp(SubaccountId? customer, LinkedListNode<TaskCompletionSource> own)
    {
        lock (_lock)
        {
            Uncount(customer);
            if (own.List is { } list)
                list.Remove(own);
            else
                Pass(); // The turn came at the same moment.
        }
    }

    private void Pass()
    {
        if ((_operators.First ?? _customers.First) is not { } next)
        {
            _isTaken = false;
            return;
        }
        next.List!.Remove(next);
        next.Value.SetResult();
    }

    private void Uncount(SubaccountId? customer)
    {
        if (customer is not { } id)
            return;
        if (_ofCustomer[id] == 1)
            _ofCustomer.Remove(id);
        else
            _ofCustomer[id]--;
    }
}
