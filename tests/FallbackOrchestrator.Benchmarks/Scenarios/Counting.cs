using System.Diagnostics;
using System.Net.Http.Headers;
using FallbackOrchestrator.Benchmarks.Endpoints;
using FallbackOrchestrator.Benchmarks.Load;
using FallbackOrchestrator.Benchmarks.Reporting;
using FallbackOrchestrator.Benchmarks.Subjects;

namespace FallbackOrchestrator.Benchmarks.Scenarios;

/// <summary>How long statistics take: counting millions of messages anew, and reading the counts.</summary>
internal sealed class Counting : IScenario
{
    private const int Days = 30;
    private const int Reads = 200;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(30);

    private static readonly string[] Questions = ["statistics", "statistics?groupBy=day", "statistics?groupBy=country", "advice"];

    public string Name => "statistics";

    public async Task RunAsync(Bench bench)
    {
        var stored = bench.Options.Stored ?? bench.Options.Scale(10_000_000, 100_000);
        await using var database = await bench.Cluster.CreateDatabaseAsync();
        await Seeding.SampleAsync(bench, database, LaterReceipts.UntilRead);
        await new Seeding(database, "state = 'completed'").StoreAsync(stored, Days);
        await database.ExecuteAsync(
            $"""
            INSERT INTO statistics_changed_hours
            SELECT generate_series(date_trunc('day', now(), 'UTC') - interval '{Days} days', now(), interval '1 hour'), now()
            ON CONFLICT DO NOTHING;
            UPDATE statistics_runs SET counted_at = NULL, next_at = 'epoch'
            """);
        Bench.Say("statistics: counting");
        await using var subject = await Subject.StartServiceAsync(database, new ServiceSettings(bench.Endpoints), keepsDatabase: true);
        var began = Stopwatch.GetTimestamp();
        await Bench.UntilAsync(
            () => database.AskAsync<long>("SELECT count(counted_at) FROM statistics_runs"), 1, TimeLimit, "counts that are complete");
        var counting = Stopwatch.GetElapsedTime(began);
        BenchmarkFailedException.Demand(
            await database.AskAsync<long>(
                $"SELECT sum(succeeded)::bigint FROM statistics_messages WHERE period = 'day' AND starts_at < date_trunc('day', now(), 'UTC')"),
            stored / Days * Days, "messages counted");
        bench.Add(Name, $"{stored:#,##0} messages of {Days} days", Subject.Service,
        [
            new("counting all, s", counting.TotalSeconds),
            .. await ReadAsync(subject),
        ]);
    }

    private static async Task<IReadOnlyList<Metric>> ReadAsync(Subject subject)
    {
        using var http = new HttpClient { BaseAddress = subject.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServiceSettings.Shop.Key);
        var metrics = new List<Metric>();
        foreach (var question in Questions)
        {
            var times = new Latencies();
            for (var i = 0; i < Reads; i++)
            {
                var began = Stopwatch.GetTimestamp();
                using var response = await http.GetAsync($"/api/v1/subaccounts/{ServiceSettings.Shop.Subaccount}/{question}");
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync();
                times.Record(Stopwatch.GetElapsedTime(began));
            }
            metrics.AddRange(Bench.Times(question, times));
        }
        return metrics;
    }
}
