using FallbackOrchestrator.Benchmarks.Endpoints;
using FallbackOrchestrator.Benchmarks.Load;
using FallbackOrchestrator.Benchmarks.Reporting;
using FallbackOrchestrator.Benchmarks.Subjects;

namespace FallbackOrchestrator.Benchmarks.Scenarios;

/// <summary>
/// Whether it stays as fast with millions of messages stored, what millions of open windows cost, and what dropping a day does to the load.
/// </summary>
internal sealed class Growth : IScenario
{
    private const int Days = 14;
    private const int SteadyRate = 500;

    public string Name => "growth";

    public async Task RunAsync(Bench bench)
    {
        var stored = bench.Options.Stored ?? bench.Options.Scale(10_000_000, 100_000);
        await using (var empty = await bench.Cluster.CreateDatabaseAsync())
            await MeasureAsync(bench, empty, "an empty database");
        await using var full = await bench.Cluster.CreateDatabaseAsync();
        await Seeding.SampleAsync(bench, full, LaterReceipts.UntilRead);
        await new Seeding(full, "state = 'completed'").StoreAsync(stored, Days);
        await MeasureAsync(bench, full, $"{stored:#,##0} messages stored");
        await DropAsync(bench, full);
        await PendAsync(bench);
    }

    private async Task MeasureAsync(Bench bench, Database database, string on)
    {
        double seconds;
        await using (var open = await Subject.StartServiceAsync(database, new ServiceSettings(bench.Endpoints), keepsDatabase: true))
        {
            Bench.Say($"growth: deadlines on {on}");
            var windows = new Windows(bench, open);
            await windows.EndAsync(2_000, TimeSpan.Zero); // To warm up.
            var (takenUp, _, _) = await windows.EndAsync(10_000, TimeSpan.FromSeconds(1));
            seconds = takenUp.Max.TotalSeconds + 1;
        }
        await using var held = await StartHeldAsync(bench, database);
        Bench.Say($"growth: accepts on {on}");
        using var load = await Load.OpenAsync(held, bench.Options.Connections);
        await load.SaturateAsync(bench.Options.Duration(30));
        var meter = await Meter.StartAsync(held);
        var result = await load.SaturateAsync(bench.Options.Duration(10));
        bench.Add(Name, $"growth: {on}", Subject.Service,
        [
            new("accepts/s", result.PerSecond, MoreIsBetter: true),
            .. Bench.Times("response", result.Latencies),
            new("10,000 deadlines taken up, s", seconds),
            .. await meter.StopAsync(result.Requests),
        ]);
    }

    /// <summary>Drops the oldest day while messages come in.</summary>
    private async Task DropAsync(Bench bench, Database database)
    {
        Bench.Say("growth: dropping a day under load");
        await using var subject = await StartHeldAsync(bench, database);
        using var load = await Load.OpenAsync(subject, bench.Options.Connections);
        await load.OfferAsync(SteadyRate, bench.Options.Duration(10));
        var before = await load.OfferAsync(SteadyRate, bench.Options.Duration(10));
        var during = load.OfferAsync(SteadyRate, bench.Options.Duration(10));
        List<(TimeSpan Statement, TimeSpan Commit)> drops = [];
        foreach (var table in new[] { "contents", "timeline", "attempts", "messages" })
        {
            await Task.Delay(200);
            drops.Add(await database.TimeAsync($"SELECT drop_day_partitions('{table}', (now() AT TIME ZONE 'UTC')::date - {Days - 1})"));
        }
        BenchmarkFailedException.Demand(
            await database.AskAsync<long>(
                "SELECT count(*) FROM pg_inherits WHERE inhparent = 'messages'::regclass AND inhrelid::regclass::text"
                + $" = 'messages_' || to_char((now() AT TIME ZONE 'UTC')::date - {Days}, 'YYYYMMDD')"), 0, "partitions of the oldest day");
        // The table is locked from the statement on; PostgreSQL gives the locks back before its COMMIT deletes the files.
        bench.Add(Name, $"dropping a day, {SteadyRate} accepts a second", Subject.Service,
        [
            new("slowest DROP, ms", drops.Max(drop => drop.Statement.TotalMilliseconds)),
            new("slowest COMMIT of one, ms", drops.Max(drop => drop.Commit.TotalMilliseconds)),
            .. Bench.Times("response before", before.Latencies),
            .. Bench.Times("response meanwhile", (await during).Latencies),
        ]);
    }

    /// <summary>Lets windows be open, and looks at the service's memory before and after.</summary>
    private async Task PendAsync(Bench bench)
    {
        var pending = bench.Options.Pending ?? bench.Options.Scale(1_000_000, 50_000);
        Bench.Say($"growth: {pending:#,##0} open windows");
        await using var database = await bench.Cluster.CreateDatabaseAsync();
        await Seeding.SampleAsync(bench, database, LaterReceipts.Nothing);
        await using var subject = await StartHeldAsync(bench, database);
        using var load = await Load.OpenAsync(subject, bench.Options.Connections);
        var before = await MemoryAsync(bench, subject, load);
        await new Seeding(
            database, "state = 'inProgress' AND id IN (SELECT message_id FROM attempts WHERE best_status = 'accepted')").StoreNowAsync(
                pending);
        var after = await MemoryAsync(bench, subject, load);
        bench.Add(Name, $"{pending:#,##0} open windows", Subject.Service,
            new Metric("RSS before, MB", before / 1e6), new Metric("RSS after, MB", after / 1e6),
            new Metric("RSS more, MB", (after - before) / 1e6));
    }

    // The same work before each look: what a heap of the same age holds.
    private static async Task<double> MemoryAsync(Bench bench, Subject subject, Load load)
    {
        await load.OfferAsync(SteadyRate, bench.Options.Duration(15));
        return subject.ProcessIds.Sum(ProcessCosts.Memory);
    }

    private static Task<Subject> StartHeldAsync(Bench bench, Database database) =>
        Subject.StartServiceAsync(database, new ServiceSettings(bench.Endpoints) { PerSecond = 1, Concurrency = 1 }, keepsDatabase: true);

    /// <summary>The load of this scenario on one subject.</summary>
    private sealed class Load(Subject subject, HttpConnection[] connections) : IDisposable
    {
        private readonly Numbers _numbers = new();
        private readonly SendTemplate _template = SendTemplate.Single(subject.Address, ServiceSettings.Shop, new Asked());

        public static async Task<Load> OpenAsync(Subject subject, int connections) =>
            new(subject, await HttpConnection.OpenAsync(subject.Address, connections));

        public Task<LoadResult> SaturateAsync(TimeSpan duration) => ClosedLoop.ForAsync(duration, connections, _template, _numbers);

        public Task<LoadResult> OfferAsync(int rate, TimeSpan duration) =>
            OpenLoop.RunAsync(rate, duration, connections, _template, _numbers);

        public void Dispose()
        {
            foreach (var connection in connections)
                connection.Dispose();
        }
    }
}
