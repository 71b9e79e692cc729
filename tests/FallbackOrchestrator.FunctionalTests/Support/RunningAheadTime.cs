using System.Diagnostics;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// Time that flows as it really does, and can jump ahead. A jump fires the timers that it passes; a timer with a period fires once,
/// however many of its periods were passed.
/// </summary>
public sealed class RunningAheadTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<Timer> _set = [];
    private TimeSpan _ahead;

    /// <summary>How far the clock is ahead of the real one.</summary>
    public TimeSpan Ahead
    {
        get
        {
            lock (_lock)
                return _ahead;
        }
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Ahead.TotalSeconds * Stopwatch.Frequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Jump(TimeSpan by)
    {
        lock (_lock)
        {
            _ahead += by;
            foreach (var timer in _set)
                timer.Arm_NeedsLock();
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly RunningAheadTime _time;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _real;
        private DateTimeOffset _due;
        private TimeSpan _period;

        public Timer(RunningAheadTime time, TimerCallback callback, object? state)
        {
            (_time, _callback, _state) = (time, callback, state);
            _real = System.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_time._lock)
            {
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    _time._set.Remove(this);
                    return _real.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                }
                _due = _time.GetUtcNow() + dueTime;
                _time._set.Add(this);
                return Arm_NeedsLock();
            }
        }

        public bool Arm_NeedsLock()
        {
            // Whole milliseconds, rounded up: real timers cut fractions off, and would fire early.
            var wait = Math.Clamp(Math.Ceiling((_due - _time.GetUtcNow()).TotalMilliseconds), 0, uint.MaxValue - 2d);
            return _real.Change(TimeSpan.FromMilliseconds(wait), Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            lock (_time._lock)
                _time._set.Remove(this);
            _real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            lock (_time._lock)
            {
                if (!_time._set.Contains(this))
                    return;
                var now = _time.GetUtcNow();
                if (now < _due)
                {
                    Arm_NeedsLock();
                    return;
                }
                if (_period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero)
                    _time._set.Remove(this);
                else
                {
                    _due = now + _period;
                    Arm_NeedsLock();
                }
            }
            _callback(_state);
        }
    }
}
