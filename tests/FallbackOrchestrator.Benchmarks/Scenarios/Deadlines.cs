using System.Globalization;
using FallbackOrchestrator.Benchmarks.Load;
using FallbackOrchestrator.Benchmarks.References;
using FallbackOrchestrator.Benchmarks.Reporting;
using FallbackOrchestrator.Benchmarks.Subjects;

namespace FallbackOrchestrator.Benchmarks.Scenarios;

/// <summary>How late the next step is taken up when windows end: many at once, and steadily; on one replica and on two.</summary>
internal sealed class Deadlines : IScenario
{
    private const int Together = 2_000;
    private const int Connections = 64;

    private static readonly TimeSpan TimeToAccept = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(3);

    public string Name => "deadlines";

    public async Task RunAsync(Bench bench)
    {
        var options = bench.Options;
        if (options.Includes(Subject.Service))
        {
            var steady = options.Duration(30);
            foreach (var replicas in new[] { 1, 2 })
            {
                var on = replicas == 1 ? "" : $", {replicas} replicas";
                await OursAsync(bench, $"{Together} windows that end at once{on}", replicas, Together, TimeSpan.Zero);
                await OursAsync(bench, $"10,000 windows that end in one second{on}", replicas, 10_000, TimeSpan.FromSeconds(1));
                await OursAsync(bench, $"1,000 windows a second{on}", replicas, (int)steady.TotalSeconds * 1_000, steady);
            }
        }
        foreach (var name in new[] { Subject.Hangfire, Subject.Wolverine }.Where(options.Includes))
            await ReferenceAsync(bench, name);
    }

    private async Task OursAsync(Bench bench, string what, int replicas, int count, TimeSpan over)
    {
        Bench.Say($"deadlines: {what}");
        await using var subject = await bench.StartServiceAsync(new ServiceSettings(bench.Endpoints) { Concurrency = 5_000 }, replicas);
        var windows = new Windows(bench, subject);
        await windows.EndAsync(Together, TimeSpan.Zero); // To warm up.
        var late = await windows.EndAsync(count, over);
        BenchmarkFailedException.Demand(late.TakenUp.Count, count, "second steps in rows");
        bench.Add(
            Name,
            what,
            subject.Name,
            [.. TakenUp(late.TakenUp), .. Bench.Times("call granted (rows), late", late.Granted),
                .. Bench.Times("call at the provider, late", late.Called)]);
    }

    private async Task ReferenceAsync(Bench bench, string name)
    {
        var what = $"{Together} windows that end at once";
        Bench.Say($"deadlines: {what}, {name}");
        await using var subject = await bench.StartAsync(name, new ServiceSettings(bench.Endpoints));
        var connections = await HttpConnection.OpenAsync(subject.Address, Connections);
        var ends = DateTimeOffset.UtcNow + TimeToAccept;
        var template = SendTemplate.Single(
            subject.Address, ServiceSettings.Shop, new Asked(),
                string.Create(CultureInfo.InvariantCulture, $"{ReferenceHost.WindowEndsAt}: {ends:O}\r\n"));
        await ClosedLoop.TimesAsync(Together, connections, template, new Numbers());
        if (DateTimeOffset.UtcNow > ends)
            throw new BenchmarkFailedException($"{name} did not accept {Together} messages in {TimeToAccept.TotalSeconds:0} s");
        await Bench.UntilAsync(
            () => subject.Database.AskAsync<long>("SELECT count(*) FROM \"Attempts\" WHERE \"Step\" = 2"), Together,
            TimeToAccept + TimeLimit, "second steps");
        var late = new Latencies();
        foreach (var one in await subject.Database.QueryAsync(
            """SELECT s."StartedAt" - f."DueAt" FROM "Attempts" f JOIN "Attempts" s USING ("MessageId") WHERE f."Step" = 1 AND s."Step" = 2""",
            row => row.GetTimeSpan(0)))
        {
            late.Record(one);
        }
        bench.Add(Name, what, name, TakenUp(late));
    }

    private static IReadOnlyList<Metric> TakenUp(Latencies late) => Bench.Times("taken up (rows), late", late);
}
