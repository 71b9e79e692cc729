namespace FallbackOrchestrator.Benchmarks.Load;

/// <summary>Gives each message its number.</summary>
internal sealed class Numbers(long first = 0)
{
    private long _next = first;

    /// <summary>The number that comes next: how many were given, from 0 on.</summary>
    public long Given => Interlocked.Read(ref _next);

    /// <summary>The next number, or the first of the next ones.</summary>
    public long Next(int count = 1) => Interlocked.Add(ref _next, count) - count;
}
