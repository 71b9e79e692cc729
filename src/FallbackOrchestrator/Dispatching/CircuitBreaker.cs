using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// Stops the calls to an account that keeps failing (rule U9). It opens when half of the calls of the last 30 seconds failed, if there were
/// at least 20. After 15 seconds one call at a time probes: its result closes the circuit, or keeps it open for another 15 seconds. Not
/// thread-safe: the gate's lock guards it.
/// </summary>
/// <remarks>
/// Polly is not used: a call is admitted before the commit that grants it and may be withdrawn, a probe should be another message than the
/// one that failed last, and tests control the clock.
/// </remarks>
internal sealed class CircuitBreaker(TimeProvider time)
{
    private const int MinimumThroughput = 20;
    private static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(15);

    private readonly Queue<(long At, bool Failed)> _calls = new();
    private int _failed;
    private long? _openedAt;
    private Umid? _probe;
    private Umid? _failedLast;
    private CircuitState _state;

    /// <summary>Its state, for the log.</summary>
    public CircuitState State => _state;

    /// <summary>True if a message may be called now; while half open, only one at a time.</summary>
    public bool TryAcquire(Umid message)
    {
        if (_openedAt is not { } opened)
            return true;
        var open = time.GetElapsedTime(opened);
        // The message that failed last may have failed for a reason of its own, so any other message goes first. If there is no other, it
        // may go too.
        if (_probe is not null || open < BreakDuration || (message == _failedLast && open < 2 * BreakDuration))
            return false;
        _probe = message;
        _state = _state with { Probes = _state.Probes + 1 };
        return true;
    }

    /// <summary>Notes that an admitted message was not called.</summary>
    public void Release(Umid message)
    {
        if (_probe != message)
            return;
        _probe = null;
        _state = _state with { Probes = _state.Probes - 1 };
    }

    /// <summary>Notes the result of a call.</summary>
    public void Record(Umid message, CircuitSignal verdict)
    {
        if (_openedAt is not null)
            RecordWhileOpen(message, verdict);
        else if (verdict != CircuitSignal.Ignored)
            RecordWhileClosed(message, failed: verdict == CircuitSignal.Failure);
    }

    // Calls that were running when the circuit opened prove nothing new; the probe does.
    private void RecordWhileOpen(Umid message, CircuitSignal verdict)
    {
        if (_probe != message)
            return;
        _probe = null;
        if (verdict == CircuitSignal.Failure)
            Open(message);
        else if (verdict == CircuitSignal.Success)
            (_openedAt, _state) = (null, _state with { IsOpen = false });
    }

    private void RecordWhileClosed(Umid message, bool failed)
    {
        _calls.Enqueue((time.GetTimestamp(), failed));
        _failed += failed ? 1 : 0;
        while (time.GetElapsedTime(_calls.Peek().At) > SamplingDuration)
            _failed -= _calls.Dequeue().Failed ? 1 : 0;
        if (!failed || _calls.Count < MinimumThroughput || _failed * 2 < _calls.Count)
            return;
        _state = new CircuitState(_state.Openings + 1, IsOpen: true, time.GetUtcNow(), _calls.Count, _failed, Probes: 0);
        Open(message);
    }

    private void Open(Umid message)
    {
        _openedAt = time.GetTimestamp();
        _failedLast = message;
        _calls.Clear();
        _failed = 0;
    }
}
