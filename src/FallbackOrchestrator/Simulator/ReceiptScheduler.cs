using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// Holds future receipts and posts each when it is due. It uses one heap, one timer, and a limited number of posts at a time, so that
/// thousands of messages a second need neither a timer nor a task each. Receipts that are not posted when the process stops are lost.
/// </summary>
internal sealed class ReceiptScheduler : BackgroundService
{
    private readonly ReceiptPoster _poster;
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _time;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<PendingReceipt, (DateTimeOffset Due, long Order)> _waiting = new();
    private readonly Channel<PendingReceipt> _due = Channel.CreateUnbounded<PendingReceipt>();
    private readonly ITimer _timer;
    private long _scheduled;
    private int _released;
    private TaskCompletionSource? _idle;

    public ReceiptScheduler(ReceiptPoster poster, IOptions<SimulatorOptions> options, TimeProvider time)
    {
        this._poster = poster;
        this._options = options.Value;
        this._time = time;
        _timer = time.CreateTimer(_ => ReleaseDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The number of receipts that are still to be posted, including those being posted.</summary>
    public int Pending
    {
        get
        {
            lock (_gate)
                return _waiting.Count + _released;
        }
    }

    /// <summary>The time of the next waiting receipt; null if none waits.</summary>
    public DateTimeOffset? NextDueAt
    {
        get
        {
            lock (_gate)
                return _waiting.TryPeek(out _, out var next) ? next.Due : null;
        }
    }

    /// <summary>
    /// Completes when every due receipt was posted; those that failed then wait for their next try. A test sets its clock to
    /// <see cref="NextDueAt"/> and awaits this, so that nothing depends on chance.
    /// </summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            if (_released == 0)
                return Task.CompletedTask;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <summary>Posts a receipt at its time, and again for as long as its provider would.</summary>
    public void Schedule(PendingReceipt receipt) => Schedule(receipt, receipt.At);

    /// <summary>Posts a receipt at once and waits for the response; one that fails is scheduled for its next try.</summary>
    public async Task PostNowAsync(PendingReceipt receipt, CancellationToken cancellationToken)
    {
        lock (_gate)
            _released++;
        await PostAsync(receipt, cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _due.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = _options.Posters, CancellationToken = stoppingToken },
        async (receipt, stoppingToken) => await PostAsync(receipt, stoppingToken));

    private async Task PostAsync(PendingReceipt receipt, CancellationToken stoppingToken)
    {
        try
        {
            if (receipt.Message.Provider.HasWithdrawn(receipt.Message))
                return;
            var status = await _poster.PostAsync(receipt, stoppingToken);
            if (status is not (>= 200 and < 300))
                ScheduleAgain(receipt with { Tries = receipt.Tries + 1 }, status);
        }
        finally
        {
            lock (_gate)
            {
                if (--_released == 0)
                {
                    _idle?.SetResult();
                    _idle = null;
                }
            }
        }
    }

    private void ScheduleAgain(PendingReceipt receipt, int? status)
    {
        var next = _time.GetUtcNow() + _options.PauseAfter(receipt.Tries);
        if (next - receipt.At <= _options.GiveUpAfter && receipt.Message.Provider.PostsAgain(receipt, status))
            Schedule(receipt, next);
    }

    private void Schedule(PendingReceipt receipt, DateTimeOffset at)
    {
        lock (_gate)
        {
            _waiting.Enqueue(receipt, (at, _scheduled++));
            if (_waiting.TryPeek(out _, out var next) && next.Order == _scheduled - 1)
                Arm(at);
        }
    }

    private void ReleaseDue()
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            while (_waiting.TryPeek(out var receipt, out var next))
            {
                if (next.Due > now)
                {
                    Arm(next.Due);
                    return;
                }
                _waiting.Dequeue();
                _released++;
                _due.Writer.TryWrite(receipt);
            }
        }
    }

    // Whole milliseconds, rounded up: timers drop fractions, and a timer that fires early would be set again and again until the time has
    // come.
    private void Arm(DateTimeOffset at)
    {
        var wait = Math.Max(0, Math.Ceiling((at - _time.GetUtcNow()).TotalMilliseconds));
        _timer.Change(TimeSpan.FromMilliseconds(wait), Timeout.InfiniteTimeSpan);
    }
}
