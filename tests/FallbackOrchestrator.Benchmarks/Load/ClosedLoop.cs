using System.Diagnostics;

namespace FallbackOrchestrator.Benchmarks.Load;

/// <summary>The result of a load.</summary>
/// <param name="Requests">How many requests returned 200; any other response ends the run.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Latencies">How long each took.</param>
internal sealed record LoadResult(long Requests, TimeSpan Took, Latencies Latencies)
{
    public double PerSecond => Requests / Took.TotalSeconds;
}

/// <summary>Some connections that each send the next request after the response to the last: how fast it goes.</summary>
internal static class ClosedLoop
{
    /// <summary>For some time.</summary>
    public static Task<LoadResult> ForAsync(
        TimeSpan duration, IReadOnlyList<HttpConnection> connections, SendTemplate template, Numbers numbers, int each = 1)
    {
        var began = Stopwatch.GetTimestamp();
        return WhileAsync(() => Stopwatch.GetElapsedTime(began) < duration, connections, template, numbers, each);
    }

    /// <summary>As many requests as asked for.</summary>
    public static Task<LoadResult> TimesAsync(
        int requests, IReadOnlyList<HttpConnection> connections, SendTemplate template, Numbers numbers, int each = 1)
    {
        var left = requests;
        return WhileAsync(() => Interlocked.Decrement(ref left) >= 0, connections, template, numbers, each);
    }

    private static async Task<LoadResult> WhileAsync(
        Func<bool> goesOn, IReadOnlyList<HttpConnection> connections, SendTemplate template, Numbers numbers, int each)
    {
        var began = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(connections.Select(connection => Task.Run(async () =>
        {
            var own = new Latencies();
            var request = template.Copy();
            while (goesOn())
            {
                var sent = Stopwatch.GetTimestamp();
                var response = await connection.SendAsync(request.For(numbers.Next(each)));
                own.Record(Stopwatch.GetElapsedTime(sent));
                response.DemandAccepted();
            }
            return own;
        })));
        var sum = Latencies.Sum(latencies);
        return new LoadResult(sum.Count, Stopwatch.GetElapsedTime(began), sum);
    }
}
