using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// The slots for calls to customers' endpoints in this replica, limited for each endpoint and in total. It also knows which endpoints may
/// have updates to claim. A new update takes a slot at once, unless other updates of its endpoint wait.
/// </summary>
internal sealed class EndpointSlots(IOptions<StatusWebhooksOptions> options) : IReplicaShare
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Endpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly Queue<string> _next = new();
    private int _replicas = 1;
    private int _running;
    private bool _closed;

    /// <summary>Raised when updates may be claimed.</summary>
    public Signal Claimable { get; } = new();

    /// <summary>Running calls, and slots taken for more.</summary>
    public int Running
    {
        get
        {
            lock (_lock)
                return _running;
        }
    }

    /// <summary>Takes a slot for an update of this message if one is free and no update of the endpoint waits.</summary>
    public bool TryEnter(string endpointKey, Umid umid)
    {
        lock (_lock)
        {
            var found = Find(endpointKey);
            if (_closed || found.IsBehind || found.Running >= PerEndpoint || _running >= options.Value.Concurrency)
                return false;
            Enter(found, umid);
            return true;
        }
    }

    /// <summary>
    /// Takes a slot for a test of the endpoint, if one is free. A test does not wait behind updates: its purpose is to find out why they
    /// wait.
    /// </summary>
    public bool TryEnterFirst(string endpointKey, Umid umid)
    {
        lock (_lock)
        {
            var found = Find(endpointKey);
            if (_closed || found.Running >= PerEndpoint || _running >= options.Value.Concurrency)
            {
                Forget(endpointKey, found);
                return false;
            }
            Enter(found, umid);
            return true;
        }
    }

    /// <summary>Returns a slot.</summary>
    /// <param name="endpointKey">The endpoint.</param>
    /// <param name="umid">The message.</param>
    /// <param name="look">True if updates may wait that this replica does not know of.</param>
    public void Leave(string endpointKey, Umid umid, bool look)
    {
        lock (_lock)
        {
            var found = Find(endpointKey);
            found.Running--;
            _running--;
            var (calls, isFollowed) = found.Messages[umid];
            if (calls > 1)
                found.Messages[umid] = (calls - 1, isFollowed);
            else
                found.Messages.Remove(umid);
            if (look || isFollowed)
                NotePending(endpointKey, found);
            Forget(endpointKey, found);
            if (_next.Count > 0)
                Claimable.Raise();
        }
    }

    /// <summary>Notes that an update of this message must be claimed, now or after the running call for the message.</summary>
    public void NoteWaiting(string endpointKey, Umid umid)
    {
        lock (_lock)
        {
            var found = Find(endpointKey);
            if (found.Messages.TryGetValue(umid, out var calls))
                found.Messages[umid] = calls with { IsFollowed = true };
            NotePending(endpointKey, found);
        }
        Claimable.Raise();
    }

    /// <summary>Notes the endpoints for which updates are due in the database.</summary>
    public void NoteDue(IEnumerable<string> endpointKeys)
    {
        lock (_lock)
        {
            foreach (var endpointKey in endpointKeys)
                NotePending(endpointKey, Find(endpointKey));
        }
    }

    /// <summary>Takes the free slots of the next endpoints. Each slot must be settled.</summary>
    public List<EndpointSlotCount> TakeFreeSlots()
    {
        var taken = new List<EndpointSlotCount>();
        lock (_lock)
        {
            for (var left = _next.Count; left > 0 && _running < options.Value.Concurrency; left--)
            {
                var endpointKey = _next.Dequeue();
                var found = _endpoints[endpointKey];
                var slots = Math.Min(PerEndpoint - found.Running, options.Value.Concurrency - _running);
                if (slots <= 0)
                {
                    _next.Enqueue(endpointKey);
                    continue;
                }
                found.HasPending = false;
                found.Running += slots;
                _running += slots;
                taken.Add(new EndpointSlotCount(endpointKey, slots));
            }
        }
        return taken;
    }

    /// <summary>Keeps the slots of the claimed updates, and returns the others.</summary>
    public void Settle(IReadOnlyList<EndpointSlotCount> taken, IReadOnlyList<ClaimedUpdate> claimed)
    {
        var byEndpoint = claimed.ToLookup(update => update.EndpointKey, update => update.Umid, StringComparer.Ordinal);
        lock (_lock)
        {
            foreach (var (endpointKey, slots) in taken)
            {
                var found = _endpoints[endpointKey];
                found.Running -= slots;
                _running -= slots;
                var count = 0;
                foreach (var umid in byEndpoint[endpointKey])
                {
                    Enter(found, umid);
                    count++;
                }
                found.IsBehind = count == slots;
                if (found.IsBehind)
                    NotePending(endpointKey, found);
                Forget(endpointKey, found);
            }
        }
    }

    /// <inheritdoc/>
    public void ShareAmong(int replicas)
    {
        lock (_lock)
            _replicas = Math.Max(1, replicas);
    }

    /// <summary>Stops giving out slots.</summary>
    public void Close()
    {
        lock (_lock)
            _closed = true;
    }

    private int PerEndpoint => Math.Max(1, options.Value.PerEndpoint / _replicas);

    private Endpoint Find(string endpointKey)
    {
        if (!_endpoints.TryGetValue(endpointKey, out var found))
            _endpoints.Add(endpointKey, found = new Endpoint());
        return found;
    }

    private void Enter(Endpoint endpoint, Umid umid)
    {
        endpoint.Running++;
        _running++;
        var calls = endpoint.Messages.GetValueOrDefault(umid);
        endpoint.Messages[umid] = calls with { Count = calls.Count + 1 };
    }

    private void NotePending(string name, Endpoint endpoint)
    {
        if (endpoint.HasPending)
            return;
        endpoint.HasPending = true;
        _next.Enqueue(name);
    }

    private void Forget(string name, Endpoint endpoint)
    {
        if (endpoint is { Running: 0, HasPending: false })
            _endpoints.Remove(name);
    }

    private sealed class Endpoint
    {
        public int Running { get; set; }

        public bool HasPending { get; set; }

        /// <summary>True if the last claim found more due updates than there were slots.</summary>
        public bool IsBehind { get; set; }

        /// <summary>The messages of the running calls.</summary>
        public Dictionary<Umid, (int Count, bool IsFollowed)> Messages { get; } = [];
    }
}
