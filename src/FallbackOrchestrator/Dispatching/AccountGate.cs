using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// The limits of one provider account in this replica: calls at a time, calls a second (a token bucket of a quarter of a second, rule U9),
/// and the circuit. While attempts wait in the queue, an attempt that has not waited is not admitted.
/// </summary>
/// <remarks>
/// System.Threading.RateLimiting is not used: a slot is taken before the commit that grants the call and may be returned after it, the rate
/// changes with the number of replicas, and tests control the clock.
/// </remarks>
internal sealed class AccountGate(AccountLimits limits, TimeProvider time)
{
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(0.25);

    private readonly Lock _lock = new();
    private readonly CircuitBreaker _circuit = new(time);
    private AccountLimits _limits = limits;
    private double _perSecond = limits.PerSecond;
    private double _tokens = Math.Max(1, limits.PerSecond * Burst.TotalSeconds);
    private double _queries = 1;
    private long _filledAt = time.GetTimestamp();
    private int _calling;
    private bool _someWait;
    private bool _isBehind;

    /// <summary>Asks for a slot to call a message.</summary>
    public Admission Ask(Umid message, bool fromQueue)
    {
        lock (_lock)
        {
            if (_someWait && !fromQueue)
                return Admission.LimitReached;
            if (Free_NeedsLock() < 1)
                return Admission.LimitReached;
            if (!_circuit.TryAcquire(message))
                return Admission.CircuitOpen;
            _tokens--;
            _calling++;
            return Admission.Admitted;
        }
    }

    /// <summary>The number of calls that would be admitted now.</summary>
    public int Free()
    {
        lock (_lock)
            return Free_NeedsLock();
    }

    /// <summary>The results of the account's calls.</summary>
    public CallOutcomes Outcomes { get; } = new(time);

    /// <summary>The state of the circuit.</summary>
    public CircuitState Circuit
    {
        get
        {
            lock (_lock)
                return _circuit.State;
        }
    }

    /// <summary>True when no admitted call is pending or running.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
                return _calling == 0;
        }
    }

    /// <summary>
    /// Takes the right to one status query. There are half as many as calls a second, apart from the calls, and they may be taken at once.
    /// </summary>
    /// <returns>False if the limit is reached.</returns>
    public bool TryTakeQuery()
    {
        lock (_lock)
        {
            Fill_NeedsLock();
            if (_queries < 1)
                return false;
            _queries--;
            return true;
        }
    }

    /// <summary>Returns a slot that was not used, because the call was not granted.</summary>
    public void GiveBack(Umid message)
    {
        lock (_lock)
        {
            _calling--;
            _tokens++;
            _circuit.Release(message);
        }
    }

    /// <summary>Notes that a call of a message has ended.</summary>
    /// <param name="message">The message.</param>
    /// <param name="verdict">What its end proves about the account.</param>
    public void CallEnded(Umid message, CircuitSignal verdict)
    {
        lock (_lock)
        {
            _calling--;
            _circuit.Record(message, verdict);
        }
    }

    /// <summary>True if attempts wait in the queue. As long as they do, no other attempt may overtake them.</summary>
    public bool SomeWait
    {
        get
        {
            lock (_lock)
                return _someWait;
        }
        set
        {
            lock (_lock)
                _someWait = value;
        }
    }

    /// <summary>The number of calls a minute that are allowed, over all replicas.</summary>
    public int PerMinute
    {
        get
        {
            lock (_lock)
                return _limits.PerSecond * 60;
        }
    }

    /// <summary>True if more attempts wait than <see cref="PerMinute"/>.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_lock)
                return _isBehind;
        }
        set
        {
            lock (_lock)
                _isBehind = value;
        }
    }

    /// <summary>Sets this replica's share of the account's rate.</summary>
    public void ShareAmong(int replicas)
    {
        lock (_lock)
        {
            Fill_NeedsLock();
            _perSecond = (double)_limits.PerSecond / Math.Max(1, replicas);
        }
    }

    /// <summary>Changes the limits. Running calls, the circuit and the counts stay.</summary>
    public void SetLimits(AccountLimits changed, int replicas)
    {
        lock (_lock)
            _limits = changed;
        ShareAmong(replicas);
    }

    private int Free_NeedsLock()
    {
        Fill_NeedsLock();
        return Math.Min((int)_tokens, _limits.Concurrency - _calling);
    }

    private void Fill_NeedsLock()
    {
        var now = time.GetTimestamp();
        var most = Math.Max(1, _perSecond * Burst.TotalSeconds);
        var since = time.GetElapsedTime(_filledAt, now).TotalSeconds;
        _tokens = Math.Min(most, _tokens + _perSecond * since);
        _queries = Math.Min(Math.Max(1, _perSecond / 2), _queries + _perSecond / 2 * since);
        _filledAt = now;
    }
}
