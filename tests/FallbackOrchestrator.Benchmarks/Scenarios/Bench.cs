using FallbackOrchestrator.Benchmarks.Endpoints;
using FallbackOrchestrator.Benchmarks.Load;
using FallbackOrchestrator.Benchmarks.Reporting;
using FallbackOrchestrator.Benchmarks.Subjects;

namespace FallbackOrchestrator.Benchmarks.Scenarios;

/// <summary>The options, the database, the endpoints and the report of every scenario.</summary>
internal sealed record Bench(Options Options, Cluster Cluster, Provider Endpoints, Report Report)
{
    /// <summary>Which run it is, from 1.</summary>
    public int Run { get; init; } = 1;

    /// <summary>Prints a line about the progress.</summary>
    public static void Say(string what) => Console.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss} {what}");

    /// <summary>Starts the service on an empty database.</summary>
    public async Task<Subject> StartServiceAsync(ServiceSettings settings, int replicas = 1) =>
        await Subject.StartServiceAsync(await Cluster.CreateDatabaseAsync(), settings, replicas);

    /// <summary>Starts the service or a reference on an empty database.</summary>
    public async Task<Subject> StartAsync(string name, ServiceSettings settings) => name == Subject.Service
        ? await StartServiceAsync(settings)
        : await Subject.StartReferenceAsync(name, await Cluster.CreateDatabaseAsync());

    public void Add(string scenario, string what, string subject, params IReadOnlyList<Metric> metrics) =>
        Report.Add(new Measurement(scenario, what, subject, Run, metrics));

    /// <summary>The usual figures of times, in milliseconds.</summary>
    public static IReadOnlyList<Metric> Times(string what, Latencies times) =>
    [
        new($"{what} p50, ms", times.Percentile(0.5).TotalMilliseconds),
        new($"{what} p99, ms", times.Percentile(0.99).TotalMilliseconds),
        new($"{what} max, ms", times.Max.TotalMilliseconds),
    ];

    /// <summary>Waits until something is as many as expected.</summary>
    /// <exception cref="BenchmarkFailedException">It does not become so in time.</exception>
    public static async Task UntilAsync(Func<Task<long>> count, long expected, TimeSpan timeout, string what)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = await count();
            if (seen >= expected)
                return;
            if (System.Diagnostics.Stopwatch.GetElapsedTime(began) > timeout)
                throw new BenchmarkFailedException($"{what}: {seen} of {expected} after {timeout.TotalSeconds:0} s");
            await Task.Delay(50);
        }
    }
}

/// <summary>Something to measure.</summary>
internal interface IScenario
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Measures it once.</summary>
    /// <exception cref="BenchmarkFailedException">What was measured was not correct.</exception>
    Task RunAsync(Bench bench);
}
