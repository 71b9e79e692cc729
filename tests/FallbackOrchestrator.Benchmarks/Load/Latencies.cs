using System.Numerics;

namespace FallbackOrchestrator.Benchmarks.Load;

/// <summary>
/// Times, kept in buckets that are less than a hundredth wide, as HdrHistogram does: any number of them costs the same memory. Not
/// thread-safe: each worker has its own, and they are added up.
/// </summary>
internal sealed class Latencies
{
    private const int Precision = 7; // Bits: 128 buckets for each doubling.

    private readonly long[] _counts = new long[64 << Precision];
    private long _max;
    private long _min = long.MaxValue;

    /// <summary>How many were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The longest, exactly.</summary>
    public TimeSpan Max => TimeSpan.FromMicroseconds(_max);

    /// <summary>The shortest, exactly; below zero where something came early.</summary>
    public TimeSpan Min => TimeSpan.FromMicroseconds(Count == 0 ? 0 : _min);

    public void Record(TimeSpan time)
    {
        var microseconds = (long)time.TotalMicroseconds;
        _counts[Bucket(Math.Max(0, microseconds))]++;
        _max = Math.Max(_max, microseconds);
        _min = Math.Min(_min, microseconds);
        Count++;
    }

    /// <summary>Adds what another recorded.</summary>
    public void Add(Latencies other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
        _max = Math.Max(_max, other._max);
        _min = Math.Min(_min, other._min);
    }

    /// <summary>The time that a share of them (0 to 1) did not exceed; zero where there are none.</summary>
    public TimeSpan Percentile(double share)
    {
        var rank = (long)Math.Ceiling(Count * share);
        for (var i = 0; i < _counts.Length && rank > 0; i++)
        {
            rank -= _counts[i];
            if (rank <= 0)
                return TimeSpan.FromMicroseconds(Math.Min(Most(i), _max));
        }
        return TimeSpan.Zero;
    }

    public static Latencies Sum(IEnumerable<Latencies> all)
    {
        var sum = new Latencies();
        foreach (var one in all)
            sum.Add(one);
        return sum;
    }

    private static int Bucket(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - Precision);
        return (shift << Precision) + (int)(value >> shift);
    }

    // The inverse of Bucket. Above the first doubling, a bucket's number holds its leading bit as one more step of the shift.
    private static long Most(int bucket)
    {
        var shift = Math.Max(0, (bucket >> Precision) - 1);
        return ((long)(bucket - (shift << Precision) + 1) << shift) - 1;
    }
}
