using System.Diagnostics;
using System.Threading.Channels;

namespace FallbackOrchestrator.Benchmarks.Load;

/// <summary>
/// Requests at a fixed rate, whatever the responses do. A latency counts from the time at which the request was meant to leave: who is slow
/// is not spared the requests that wait for it (no coordinated omission).
/// </summary>
internal static class OpenLoop
{
    /// <param name="rate">Requests a second.</param>
    /// <param name="duration">For how long they are offered.</param>
    /// <param name="connections">The connections: more than are ever busy at once.</param>
    /// <param name="template">What is sent.</param>
    /// <param name="numbers">Gives each request its number.</param>
    /// <param name="sent">Gets each number and the time at which it was meant to leave.</param>
    public static async Task<LoadResult> RunAsync(
        double rate,
        TimeSpan duration,
        IReadOnlyList<HttpConnection> connections,
        SendTemplate template,
        Numbers numbers,
        Action<long, long>? sent = null)
    {
        var due = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleWriter = true });
        var began = Stopwatch.GetTimestamp();
        var pacer = new Thread(() => Pace(rate, duration, due.Writer)) { IsBackground = true, Priority = ThreadPriority.Highest };
        pacer.Start();
        var latencies = await Task.WhenAll(connections.Select(connection => Task.Run(async () =>
        {
            var own = new Latencies();
            var request = template.Copy();
            await foreach (var meant in due.Reader.ReadAllAsync())
            {
                var number = numbers.Next();
                sent?.Invoke(number, meant);
                var response = await connection.SendAsync(request.For(number));
                own.Record(Stopwatch.GetElapsedTime(meant));
                response.DemandAccepted();
            }
            return own;
        })));
        var sum = Latencies.Sum(latencies);
        return new LoadResult(sum.Count, Stopwatch.GetElapsedTime(began), sum);
    }

    // A thread of its own: the pool's timers are a millisecond coarse, which is as long as a response may take.
    private static void Pace(double rate, TimeSpan duration, ChannelWriter<long> due)
    {
        var began = Stopwatch.GetTimestamp();
        var count = (long)(rate * duration.TotalSeconds);
        for (long i = 0; i < count; i++)
        {
            var meant = began + (long)(i / rate * Stopwatch.Frequency);
            PreciseSleep.Until(meant);
            due.TryWrite(meant);
        }
        due.Complete();
    }
}
