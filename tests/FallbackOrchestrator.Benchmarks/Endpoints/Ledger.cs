using System.Diagnostics;
using FallbackOrchestrator.Benchmarks.Load;

namespace FallbackOrchestrator.Benchmarks.Endpoints;

/// <summary>
/// What happened to each message, by its number: when it was sent, called, failed and reported. Plain arrays, so that keeping it costs next
/// to nothing while something is measured.
/// </summary>
internal sealed class Ledger(int capacity = Ledger.Most)
{
    /// <summary>How many messages a case may have.</summary>
    public const int Most = 1 << 22;

    private const int Steps = 2;

    private readonly long[] _sent = new long[capacity];
    private readonly long[] _failed = new long[capacity];
    private readonly long[] _reported = new long[capacity];
    private readonly long[][] _called = [new long[capacity], new long[capacity]];
    private readonly long[] _calls = new long[Steps];
    private long _repeated;
    private long _statusUpdates;
    private long _completed;

    /// <summary>Calls that came for a step that was called before: each would be a message sent twice.</summary>
    public long Repeated => Interlocked.Read(ref _repeated);

    /// <summary>How many status updates the customer received.</summary>
    public long StatusUpdates => Interlocked.Read(ref _statusUpdates);

    /// <summary>Messages whose last status update was received.</summary>
    public long Completed => Interlocked.Read(ref _completed);

    /// <summary>How many messages were called on a step, from 1.</summary>
    public long Calls(int step) => Interlocked.Read(ref _calls[step - 1]);

    public void Sent(long number, long at) => _sent[number] = at;

    public void Called(long number, int step)
    {
        if (Interlocked.CompareExchange(ref _called[step - 1][number], Stopwatch.GetTimestamp(), 0) != 0)
            Interlocked.Increment(ref _repeated);
        else
            Interlocked.Increment(ref _calls[step - 1]);
    }

    public void Failed(long number) => _failed[number] = Stopwatch.GetTimestamp();

    /// <summary>The customer received a status update.</summary>
    /// <param name="number">Of which message.</param>
    /// <param name="isLast">Whether nothing follows.</param>
    public void Reported(long number, bool isLast)
    {
        Interlocked.Increment(ref _statusUpdates);
        if (isLast && Interlocked.CompareExchange(ref _reported[number], Stopwatch.GetTimestamp(), 0) == 0)
            Interlocked.Increment(ref _completed);
    }

    /// <summary>From the POST to the first call.</summary>
    public Latencies SentToCalled(long count) => Between(_sent, _called[0], count);

    /// <summary>From the POST to the last status update.</summary>
    public Latencies SentToReported(long count) => Between(_sent, _reported, count);

    /// <summary>From the receipt of a failure to the call of the second step.</summary>
    public Latencies FailedToCalled(long count) => Between(_failed, _called[1], count);

    /// <summary>When a step of a message was called, as a time of <see cref="Stopwatch"/>; 0 for never.</summary>
    public long CalledAt(long number, int step) => _called[step - 1][number];

    private static Latencies Between(long[] from, long[] to, long count)
    {
        var latencies = new Latencies();
        for (long i = 0; i < count; i++)
        {
            if (from[i] != 0 && to[i] != 0)
                latencies.Record(Stopwatch.GetElapsedTime(from[i], to[i]));
        }
        return latencies;
    }
}
