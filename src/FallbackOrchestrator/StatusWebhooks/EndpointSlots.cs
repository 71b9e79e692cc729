using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// The places for calls to customers' endpoints in this replica: so many for each endpoint (a lane), so many in all; and which lanes may have
/// something to claim. An update that was just decided takes a place at once, while nobody waits there.
/// </summary>
internal sealed class EndpointSlots(IOptions<StatusWebhooksOptions> options) : IReplicaShare
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();
    private int _replicas = 1;
    private int _underWay;
    private bool _closed;

    /// <summary>Raised when something may be claimed.</summary>
    public Signal Owed { get; } = new();

    /// <summary>Calls under way, and places taken for more.</summary>
    public int UnderWay
    {
        get
        {
            lock (_lock)
                return _underWay;
        }
    }

    /// <summary>Takes a place for an update of this message, if one is free and nobody waits in the lane.</summary>
    public bool TryEnter(string lane, Umid umid)
    {
        lock (_lock)
        {
            var found = Find(lane);
            if (_closed || found.IsBehind || found.UnderWay >= PerLane || _underWay >= options.Value.Concurrency)
                return false;
            Enter(found, umid);
            return true;
        }
    }

    /// <summary>Takes a place for a test of the endpoint, if one is free. It passes what waits: who tests wants to know why it waits.</summary>
    public bool TryEnterFirst(string lane, Umid umid)
    {
        lock (_lock)
        {
            var found = Find(lane);
            if (_closed || found.UnderWay >= PerLane || _underWay >= options.Value.Concurrency)
            {
                Forget(lane, found);
                return false;
            }
            Enter(found, umid);
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="umid">The message.</param>
    /// <param name="look">Whether something may wait in the lane that this replica does not know of.</param>
    public void Leave(string lane, Umid umid, bool look)
    {
        lock (_lock)
        {
            var found = Find(lane);
            found.UnderWay--;
            _underWay--;
            var (calls, isFollowed) = found.Messages[umid];
            if (calls > 1)
                found.Messages[umid] = (calls - 1, isFollowed);
            else
                found.Messages.Remove(umid);
            if (look || isFollowed)
                NoteOwed(lane, found);
            Forget(lane, found);
            if (_turns.Count > 0)
                Owed.Raise();
        }
    }

    /// <summary>Something of this message is to be claimed, now or when the call for the message that is under way here has ended.</summary>
    public void NoteWaiting(string lane, Umid umid)
    {
        lock (_lock)
        {
            var found = Find(lane);
            if (found.Messages.TryGetValue(umid, out var calls))
                found.Messages[umid] = calls with { IsFollowed = true };
            NoteOwed(lane, found);
        }
        Owed.Raise();
    }

    /// <summary>Something is due in these lanes, as the database says.</summary>
    public void NoteDue(IEnumerable<string> lanes)
    {
        lock (_lock)
        {
            foreach (var lane in lanes)
                NoteOwed(lane, Find(lane));
        }
    }

    /// <summary>Takes free places in the lanes whose turn it is. Each of them is to be settled.</summary>
    public List<EndpointSlotCount> TakeTurn()
    {
        var turn = new List<EndpointSlotCount>();
        lock (_lock)
        {
            for (var left = _turns.Count; left > 0 && _underWay < options.Value.Concurrency; left--)
            {
                var lane = _turns.Dequeue();
                var found = _lanes[lane];
                var places = Math.Min(PerLane - found.UnderWay, options.Value.Concurrency - _underWay);
                if (places <= 0)
                {
                    _turns.Enqueue(lane);
                    continue;
                }
                found.IsOwed = false;
                found.UnderWay += places;
                _underWay += places;
                turn.Add(new EndpointSlotCount(lane, places));
            }
        }
        return turn;
    }

    /// <summary>Keeps the places of what was claimed, and gives the others back.</summary>
    public void Settle(IReadOnlyList<EndpointSlotCount> turn, IReadOnlyList<ClaimedUpdate> claimed)
    {
        var byLane = claimed.ToLookup(update => update.EndpointKey, update => update.Umid, StringComparer.Ordinal);
        lock (_lock)
        {
            foreach (var (lane, places) in turn)
            {
                var found = _lanes[lane];
                found.UnderWay -= places;
                _underWay -= places;
                var count = 0;
                foreach (var umid in byLane[lane])
                {
                    Enter(found, umid);
                    count++;
                }
                found.IsBehind = count == places;
                if (found.IsBehind)
                    NoteOwed(lane, found);
                Forget(lane, found);
            }
        }
    }

    /// <inheritdoc/>
    public void ShareAmong(int replicas)
    {
        lock (_lock)
            _replicas = Math.Max(1, replicas);
    }

    /// <summary>Gives no place away any more.</summary>
    public void Close()
    {
        lock (_lock)
            _closed = true;
    }

    private int PerLane => Math.Max(1, options.Value.PerEndpoint / _replicas);

    private Lane Find(string lane)
    {
        if (!_lanes.TryGetValue(lane, out var found))
            _lanes.Add(lane, found = new Lane());
        return found;
    }

    private void Enter(Lane lane, Umid umid)
    {
        lane.UnderWay++;
        _underWay++;
        var calls = lane.Messages.GetValueOrDefault(umid);
        lane.Messages[umid] = calls with { Count = calls.Count + 1 };
    }

    private void NoteOwed(string name, Lane lane)
    {
        if (lane.IsOwed)
            return;
        lane.IsOwed = true;
        _turns.Enqueue(name);
    }

    private void Forget(string name, Lane lane)
    {
        if (lane is { UnderWay: 0, IsOwed: false })
            _lanes.Remove(name);
    }

    private sealed class Lane
    {
        public int UnderWay { get; set; }

        public bool IsOwed { get; set; }

        /// <summary>Whether more was due at the last look than there were places.</summary>
        public bool IsBehind { get; set; }

        /// <summary>The messages of the calls under way.</summary>
        public Dictionary<Umid, (int Count, bool IsFollowed)> Messages { get; } = [];
    }
}
