using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// Holds the receipts that are to come and posts each when it is due: one heap, one timer, and a bounded number of posts at a time,
/// so that thousands of messages a second cost neither a timer nor a task each. What has not been posted when the process stops is lost.
/// </summary>
internal sealed class ReceiptScheduler : BackgroundService
{
    private readonly ReceiptPoster poster;
    private readonly SimulatorOptions options;
    private readonly TimeProvider time;

    private readonly Lock gate = new();
    private readonly PriorityQueue<PendingReceipt, (DateTimeOffset Due, long Order)> waiting = new();
    private readonly Channel<PendingReceipt> due = Channel.CreateUnbounded<PendingReceipt>();
    private readonly ITimer timer;
    private long scheduled;
    private int released;
    private TaskCompletionSource? idle;

    public ReceiptScheduler(ReceiptPoster poster, IOptions<SimulatorOptions> options, TimeProvider time)
    {
        this.poster = poster;
        this.options = options.Value;
        this.time = time;
        timer = time.CreateTimer(_ => ReleaseDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many receipts are still to be posted, those being posted included.</summary>
    public int Pending
    {
        get
        {
            lock (gate)
                return waiting.Count + released;
        }
    }

    /// <summary>When the next receipt that still waits is due; null where none waits.</summary>
    public DateTimeOffset? NextDueAt
    {
        get
        {
            lock (gate)
                return waiting.TryPeek(out _, out var next) ? next.Due : null;
        }
    }

    /// <summary>
    /// Completes when every receipt that is due has been posted; those that failed then wait for their next try. A test advances its
    /// clock to <see cref="NextDueAt"/> and awaits this, and nothing is left to luck.
    /// </summary>
    public Task WhenIdleAsync()
    {
        lock (gate)
        {
            if (released == 0)
                return Task.CompletedTask;
            idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return idle.Task;
        }
    }

    /// <summary>Posts a receipt when its time comes, and again while its provider would.</summary>
    public void Schedule(PendingReceipt receipt) => Schedule(receipt, receipt.At);

    /// <summary>Posts a receipt at once and waits for its answer; one that fails is scheduled for its next try.</summary>
    public async Task PostNowAsync(PendingReceipt receipt, CancellationToken cancelled)
    {
        lock (gate)
            released++;
        await PostAsync(receipt, cancelled);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        timer.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        due.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = options.Posters, CancellationToken = stoppingToken },
        async (receipt, stopping) => await PostAsync(receipt, stopping));

    private async Task PostAsync(PendingReceipt receipt, CancellationToken stopping)
    {
        try
        {
            var status = await poster.PostAsync(receipt, stopping);
            if (status is not (>= 200 and < 300))
                ScheduleAgain(receipt with { Tries = receipt.Tries + 1 }, status);
        }
        finally
        {
            lock (gate)
            {
                if (--released == 0)
                {
                    idle?.SetResult();
                    idle = null;
                }
            }
        }
    }

    private void ScheduleAgain(PendingReceipt receipt, int? status)
    {
        var next = time.GetUtcNow() + options.PauseAfter(receipt.Tries);
        if (next - receipt.At <= options.GiveUpAfter && receipt.Message.Provider.PostsAgain(receipt, status))
            Schedule(receipt, next);
    }

    private void Schedule(PendingReceipt receipt, DateTimeOffset at)
    {
        lock (gate)
        {
            waiting.Enqueue(receipt, (at, scheduled++));
            if (waiting.TryPeek(out _, out var next) && next.Order == scheduled - 1)
                Arm(at);
        }
    }

    private void ReleaseDue()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            while (waiting.TryPeek(out var receipt, out var next))
            {
                if (next.Due > now)
                {
                    Arm(next.Due);
                    return;
                }
                waiting.Dequeue();
                released++;
                due.Writer.TryWrite(receipt);
            }
        }
    }

    // Whole milliseconds, rounded up: timers cut fractions off, and one that fires early would be set again and again until it is time.
    private void Arm(DateTimeOffset at)
    {
        var wait = Math.Max(0, Math.Ceiling((at - time.GetUtcNow()).TotalMilliseconds));
        timer.Change(TimeSpan.FromMilliseconds(wait), Timeout.InfiniteTimeSpan);
    }
}
