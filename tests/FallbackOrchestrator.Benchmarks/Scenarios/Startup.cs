using System.Diagnostics;
using FallbackOrchestrator.Benchmarks.Reporting;
using FallbackOrchestrator.Benchmarks.Subjects;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.Benchmarks.Scenarios;

/// <summary>From the start of the process to readiness, with a database that exists: an external one, and the service's own.</summary>
internal sealed class Startup : IScenario
{
    public string Name => "startup";

    public async Task RunAsync(Bench bench)
    {
        var settings = new ServiceSettings(bench.Endpoints);
        await using var database = await bench.Cluster.CreateDatabaseAsync();
        var folder = TemporaryFolder.Create(bench.Options.Folder);
        (string, string)[] embedded = [("EmbeddedPostgres__Enabled", "true"),
            ("EmbeddedPostgres__DataFolder", Path.Combine(folder, "data"))];
        try
        {
            foreach (var (what, connection, more) in new (string, string?, (string, string)[])[]
            {
                ("external PostgreSQL", database.ConnectionString, []),
                ("embedded PostgreSQL", null, embedded),
            })
            {
                var first = await StartAsync(settings, connection, more);
                var again = await StartAsync(settings, connection, more);
                bench.Add(Name, $"start to ready, {what}", Subject.Service,
                    new Metric("empty database, s", first.TotalSeconds), new Metric("existing database, s", again.TotalSeconds));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<TimeSpan> StartAsync(ServiceSettings settings, string? connection, (string, string)[] more)
    {
        var address = Subject.FreeAddress();
        var began = Stopwatch.GetTimestamp();
        await using var process = OwnProcess.Start([], [.. settings.For(address, connection), .. more], PublishedService.Program);
        await process.ListeningAsync();
        await Subject.ReadyAsync(new Uri(address, "/healthz/ready"));
        var took = Stopwatch.GetElapsedTime(began);
        BenchmarkFailedException.Demand(await process.StopAsync(), 0, "exit code");
        return took;
    }
}
