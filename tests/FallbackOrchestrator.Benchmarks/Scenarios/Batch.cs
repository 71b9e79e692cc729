using FallbackOrchestrator.Benchmarks.Endpoints;
using FallbackOrchestrator.Benchmarks.Load;
using FallbackOrchestrator.Benchmarks.Subjects;

namespace FallbackOrchestrator.Benchmarks.Scenarios;

/// <summary>Requests of 1,000 messages each.</summary>
internal sealed class Batch : IScenario
{
    private const int Each = 1_000;
    private const int Connections = 4;

    public string Name => "batch";

    public async Task RunAsync(Bench bench)
    {
        await using var subject = await bench.StartServiceAsync(new ServiceSettings(bench.Endpoints) { PerSecond = 1, Concurrency = 1 });
        bench.Endpoints.Begin(new Ledger());
        var numbers = new Numbers();
        var template = SendTemplate.Batch(subject.Address, ServiceSettings.Shop, new Asked(), Each);
        var connections = await HttpConnection.OpenAsync(subject.Address, Connections);
        await ClosedLoop.ForAsync(bench.Options.Duration(25), connections, template, numbers, Each);

        var meter = await Meter.StartAsync(subject);
        var result = await ClosedLoop.ForAsync(bench.Options.Duration(10), connections, template, numbers, Each);
        var costs = await meter.StopAsync(result.Requests * Each);

        bench.Add(
            Name,
            $"batches of {Each}, {Connections} connections",
            subject.Name,
            [new("messages stored/s", result.PerSecond * Each, MoreIsBetter: true), .. Bench.Times("response", result.Latencies), .. costs]);
        BenchmarkFailedException.Demand(await subject.StoredAsync(), numbers.Given, "messages stored");
    }
}
