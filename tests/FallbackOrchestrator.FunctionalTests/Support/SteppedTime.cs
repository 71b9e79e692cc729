namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// Time that only a test moves: what a test measures does not depend on how fast the machine is. A move fires the timers
/// that it passes; a timer with a period fires once, however many of its periods were passed.
/// </summary>
public sealed class SteppedTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<Timer> _set = [];
    private readonly DateTimeOffset _start;
    private DateTimeOffset _now;

    /// <summary>Starts at this moment, in whole milliseconds: PostgreSQL keeps no finer part than microseconds.</summary>
    public SteppedTime()
    {
        var now = System.GetUtcNow();
        _start = _now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => (GetUtcNow() - _start).Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time on.</summary>
    public void Move(TimeSpan by)
    {
        lock (_lock)
        {
            _now += by;
            foreach (var timer in _set.Where(timer => timer.Due <= _now).OrderBy(timer => timer.Due).ToList())
                timer.Fire_NeedsLock();
        }
    }

    private sealed class Timer(SteppedTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                _period = period;
                time._set.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = time._now + dueTime;
                time._set.Add(this);
                if (dueTime <= TimeSpan.Zero)
                    Fire_NeedsLock();
                return true;
            }
        }

        // On another thread, as real timers do: the test that moves time does not wait for them.
        public void Fire_NeedsLock()
        {
            if (_period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero)
                time._set.Remove(this);
            else
                Due = time._now + _period;
            ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
        }

        public void Dispose()
        {
            lock (time._lock)
                time._set.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
