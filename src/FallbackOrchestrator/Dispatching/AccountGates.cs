using System.Collections.Frozen;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// The gates of all configured accounts. When the service stops, they admit no more calls; the other replicas serve the queue.
/// </summary>
internal sealed class AccountGates : IAdmissionControl, IReplicaShare
{
    private readonly FrozenDictionary<ChannelAccountId, AccountGate> _gates;
    private readonly Signal _queued = new();
    private volatile IReadOnlySet<ChannelAccountId>? _served;
    private volatile bool _closed;

    public AccountGates(ChannelCatalog catalog, TimeProvider time) =>
        _gates = catalog.Accounts.ToFrozenDictionary(account => account.Id, account => new AccountGate(account.Limits, time));

    /// <inheritdoc/>
    public IReadOnlyCollection<ChannelAccountId> Accounts => _gates.Keys;

    public AccountGate this[ChannelAccountId account] => _gates[account];

    /// <summary>Raised when an attempt was put into a queue, or a call has ended.</summary>
    public Signal Queued => _queued;

    /// <inheritdoc/>
    public Admission Ask(ChannelAccountId account, Umid message, bool fromQueue)
    {
        if (_closed)
            return Admission.LimitReached;
        if (_gates.TryGetValue(account, out var gate))
            return gate.Ask(message, fromQueue);
        // The replicas that have the account serve it.
        return IsMissing(account) ? Admission.AccountMissing : Admission.LimitReached;
    }

    /// <inheritdoc/>
    public void Release(ChannelAccountId account, Umid message) => _gates[account].GiveBack(message);

    /// <inheritdoc/>
    public void SetServedAccounts(IReadOnlySet<ChannelAccountId>? accounts) => _served = accounts;

    /// <summary>True if no live replica has the account, as far as this one knows.</summary>
    public bool IsMissing(ChannelAccountId account) => !_gates.ContainsKey(account) && _served?.Contains(account) == false;

    public void AttemptQueued(ChannelAccountId account)
    {
        if (!_gates.TryGetValue(account, out var gate))
            return;
        gate.SomeWait = true;
        // If no slot is free, the queue pump could do nothing yet: a slot becomes free with time, or when a call ends.
        if (gate.Free() > 0)
            _queued.Raise();
    }

    public bool IsBehind(ChannelAccountId account) => _gates.TryGetValue(account, out var gate) && gate.IsBehind;

    /// <inheritdoc/>
    public void ShareAmong(int replicas)
    {
        foreach (var gate in _gates.Values)
            gate.ShareAmong(replicas);
    }

    /// <summary>True if every admitted call has ended.</summary>
    public bool AreIdle => _gates.Values.All(gate => gate.IsIdle);

    /// <summary>Admits no more calls.</summary>
    public void Close() => _closed = true;
}
