using System.Collections.Concurrent;
using System.Collections.Frozen;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// The gates of all accounts. A gate keeps its state when its account changes. That of an account that was disabled or removed admits no
/// more calls: for this replica it is an account that another one may have. When the service stops, no gate admits any; the other replicas
/// serve the queue.
/// </summary>
internal sealed class AccountGates : IAdmissionControl, IReplicaShare
{
    private readonly ChannelCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<ChannelAccountId, AccountGate> _all = new(); // Running calls end at their gate.
    private readonly Signal _queued = new();
    private volatile FrozenDictionary<ChannelAccountId, AccountGate> _gates = FrozenDictionary<ChannelAccountId, AccountGate>.Empty;
    private volatile IReadOnlySet<ChannelAccountId>? _served;
    private volatile bool _closed;
    private int _replicas = 1;

    public AccountGates(ChannelCatalog catalog, TimeProvider time)
    {
        (_catalog, _time) = (catalog, time);
        catalog.Changed += Update;
        Update();
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<ChannelAccountId> Accounts => _gates.Keys;

    public AccountGate this[ChannelAccountId account] => _all[account];

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
    public void Release(ChannelAccountId account, Umid message) => _all[account].GiveBack(message);

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
        lock (_lock)
        {
            _replicas = replicas;
            foreach (var gate in _gates.Values)
                gate.ShareAmong(replicas);
        }
    }

    /// <summary>True if every admitted call has ended.</summary>
    public bool AreIdle => _all.Values.All(gate => gate.IsIdle);

    /// <summary>Admits no more calls.</summary>
    public void Close() => _closed = true;

    private void Update()
    {
        lock (_lock)
        {
            var open = new Dictionary<ChannelAccountId, AccountGate>();
            foreach (var account in _catalog.Accounts.Where(account => !account.IsDisabled))
            {
                var gate = _all.GetOrAdd(account.Id, _ => new AccountGate(account.Limits, _time));
                gate.SetLimits(account.Limits, _replicas);
                open.Add(account.Id, gate);
            }
            _gates = open.ToFrozenDictionary();
        }
    }
}
