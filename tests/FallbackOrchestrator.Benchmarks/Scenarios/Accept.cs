using FallbackOrchestrator.Benchmarks.Endpoints;
using FallbackOrchestrator.Benchmarks.Load;
using FallbackOrchestrator.Benchmarks.Subjects;

namespace FallbackOrchestrator.Benchmarks.Scenarios;

/// <summary>
/// Sends as fast as the responses come, and at a steady rate. The channel accounts' limits hold the calls back, so that what is measured is
/// the accepting: key, validation, idempotency, a sequence of two steps, durable rows.
/// </summary>
internal sealed class Accept : IScenario
{
    private const int SteadyRate = 500;

    private static readonly string[] Subjects = [Subject.Service, Subject.Limit, Subject.Hangfire, Subject.Wolverine];

    public string Name => "accept";

    public async Task RunAsync(Bench bench)
    {
        foreach (var name in Subjects.Where(bench.Options.Includes))
        {
            Bench.Say($"accept: {name}");
            await MeasureAsync(bench, name, FreshAsync);
            await MeasureAsync(bench, name, SteadyAsync);
            await MeasureAsync(bench, name, async (_, subject, connections, numbers) =>
            {
                await SaturateAsync(bench, subject, connections, numbers, new Asked());
                if (subject.IsService)
                    await SaturateAsync(bench, subject, connections, numbers, new Asked(Idempotent: true));
            });
        }
    }

    // Each on a database of its own: after hundreds of thousands of inserts PostgreSQL is busy with cleaning up for a while.
    private static async Task MeasureAsync(Bench bench, string name, Func<Bench, Subject, HttpConnection[], Numbers, Task> measureAsync)
    {
        await using var subject = await bench.StartAsync(name, new ServiceSettings(bench.Endpoints) { PerSecond = 1, Concurrency = 1 });
        var ledger = new Ledger();
        bench.Endpoints.Begin(ledger);
        var numbers = new Numbers();
        var connections = await HttpConnection.OpenAsync(subject.Address, bench.Options.Connections);
        await measureAsync(bench, subject, connections, numbers);
        if (name != Subject.Limit)
            BenchmarkFailedException.Demand(await subject.StoredAsync(), numbers.Given, $"messages stored by {name}");
        BenchmarkFailedException.Demand(ledger.Repeated, 0, "calls that were made twice");
        foreach (var connection in connections)
            connection.Dispose();
    }

    // Warmed up until the runtime's compiler is done with it, which takes a processor's time until then.
    private async Task SaturateAsync(Bench bench, Subject subject, HttpConnection[] connections, Numbers numbers, Asked asked)
    {
        var template = SendTemplate.Single(subject.Address, ServiceSettings.Shop, asked);
        await ClosedLoop.ForAsync(bench.Options.Duration(30), connections, template, numbers);
        var meter = await Meter.StartAsync(subject);
        var result = await ClosedLoop.ForAsync(bench.Options.Duration(10), connections, template, numbers);
        var costs = await meter.StopAsync(result.Requests);
        bench.Add(
            Name,
            $"accept, {connections.Length} connections{(asked.Idempotent ? ", each request with an idempotency key" : "")}",
            subject.Name,
            [new("accepts/s", result.PerSecond, MoreIsBetter: true), .. Bench.Times("response", result.Latencies), .. costs]);
    }

    // What a replica does that has just reported ready, as after a deployment: it has all of the load at once.
    private async Task FreshAsync(Bench bench, Subject subject, HttpConnection[] connections, Numbers numbers)
    {
        var template = SendTemplate.Single(subject.Address, ServiceSettings.Shop, new Asked());
        var first = await ClosedLoop.ForAsync(bench.Options.Duration(1), connections, template, numbers);
        var next = await ClosedLoop.ForAsync(bench.Options.Duration(9), connections, template, numbers);
        var latencies = Latencies.Sum([first.Latencies, next.Latencies]);
        var firstTen = (first.Requests + next.Requests) / (first.Took + next.Took).TotalSeconds;
        await ClosedLoop.ForAsync(bench.Options.Duration(20), connections, template, numbers);
        var warm = await ClosedLoop.ForAsync(bench.Options.Duration(10), connections, template, numbers);
        bench.Add(
            Name,
            $"accept by a fresh process, {connections.Length} connections",
            subject.Name,
            [
                new("accepts/s, first second", first.PerSecond, MoreIsBetter: true),
                new("accepts/s, first ten seconds", firstTen, MoreIsBetter: true),
                new("accepts/s, after 30 s", warm.PerSecond, MoreIsBetter: true),
                new("first ten seconds / after 30 s", firstTen / warm.PerSecond, MoreIsBetter: true),
                .. Bench.Times("response in the first ten seconds", latencies),
            ]);
    }

    private async Task SteadyAsync(Bench bench, Subject subject, HttpConnection[] connections, Numbers numbers)
    {
        var template = SendTemplate.Single(subject.Address, ServiceSettings.Shop, new Asked());
        await OpenLoop.RunAsync(SteadyRate, bench.Options.Duration(45), connections, template, numbers);
        var meter = await Meter.StartAsync(subject);
        var result = await OpenLoop.RunAsync(SteadyRate, bench.Options.Duration(10), connections, template, numbers);
        var costs = await meter.StopAsync(result.Requests);
        bench.Add(Name, $"accept, {SteadyRate} a second", subject.Name, [.. Bench.Times("response", result.Latencies), .. costs]);
    }
}
