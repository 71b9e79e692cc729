using System.Net.Http.Headers;
using System.Net.Http.Json;
using FallbackOrchestrator.Benchmarks.Endpoints;
using FallbackOrchestrator.Benchmarks.Load;
using FallbackOrchestrator.Benchmarks.Reporting;
using FallbackOrchestrator.Benchmarks.Subjects;

namespace FallbackOrchestrator.Benchmarks.Scenarios;

/// <summary>
/// Whole messages: a POST in, a call to the provider, three signed receipts in, and out a signed webhook for each change of status: four,
/// or three where a receipt comes so soon that the call's own status is never seen. The rate is sustained if the messages under way do not
/// grow in number.
/// </summary>
internal sealed class Lifecycle : IScenario
{
    private const int Connections = 64;

    private static readonly int[] Rates = [400, 800, 1_200, 1_600];
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    public string Name => "lifecycle";

    public async Task RunAsync(Bench bench)
    {
        var rate = bench.Options.Rate ?? await HighestAsync(bench);
        var (sustained, metrics) = await OfferAsync(bench, rate, bench.Options.Duration(60));
        bench.Add(Name, "lifecycle: POST, call, three receipts, a webhook for each status", Subject.Service,
            [new("messages/s offered", rate, MoreIsBetter: true), new("sustained (1) or not (0)", sustained ? 1 : 0, MoreIsBetter: true),
                .. metrics]);
    }

    private static async Task<int> HighestAsync(Bench bench)
    {
        var highest = Rates[0];
        foreach (var rate in Rates)
        {
            if (!(await OfferAsync(bench, rate, bench.Options.Duration(20))).Sustained)
                break;
            highest = rate;
        }
        return highest;
    }

    private static async Task<(bool Sustained, IReadOnlyList<Metric> Metrics)> OfferAsync(Bench bench, int rate, TimeSpan duration)
    {
        await using var subject = await bench.StartServiceAsync(new ServiceSettings(bench.Endpoints));
        await RegisterAsync(subject, bench.Endpoints.Customer);
        var ledger = new Ledger();
        await using var poster = new ReceiptPoster(
            new Uri(subject.Address, $"/webhooks/meta/{ServiceSettings.FirstWhatsApp}"), ServiceSettings.MetaSecret, ledger);
        bench.Endpoints.Begin(ledger, LaterReceipts.UntilRead, poster);
        var numbers = new Numbers();
        var connections = await HttpConnection.OpenAsync(subject.Address, Connections);
        var template = SendTemplate.Single(subject.Address, ServiceSettings.Shop, new Asked());
        // Long enough for the runtime to have compiled what is hot for good: it takes a third of the processor meanwhile.
        await OpenLoop.RunAsync(rate / 2, bench.Options.Duration(30), connections, template, numbers);
        await Bench.UntilAsync(() => Task.FromResult(ledger.Completed), numbers.Given, TimeLimit, "messages of the warm-up told");

        var (warm, updates) = (numbers.Given, ledger.StatusUpdates);
        var meter = await Meter.StartAsync(subject);
        using var over = new CancellationTokenSource();
        var backlog = WatchAsync(numbers, ledger, over.Token);
        var result = await OpenLoop.RunAsync(rate, duration, connections, template, numbers, ledger.Sent);
        await over.CancelAsync();
        var underWay = await backlog;
        var sustained = IsSustained(underWay, rate) && result.Took < duration + TimeSpan.FromSeconds(1);
        var given = numbers.Given;
        await Bench.UntilAsync(() => Task.FromResult(ledger.Completed), given, TimeLimit, "messages reported");
        var costs = await meter.StopAsync(given - warm);
        Bench.Say($"lifecycle: {rate}/s {(sustained ? "sustained" : "not sustained")}; under way at the end {underWay[^1]}");

        BenchmarkFailedException.Demand(await subject.StoredAsync(), given, "messages stored");
        BenchmarkFailedException.Demand(
            await subject.Database.AskAsync<long>("SELECT count(*) FROM messages WHERE outcome = 'succeeded'"), given,
            "messages that succeeded");
        BenchmarkFailedException.Demand(ledger.Calls(step: 1), given, "calls");
        BenchmarkFailedException.Demand(ledger.Repeated, 0, "calls that were made twice");
        return (sustained,
        [
            new("under way at the end", underWay[^1]),
            new("webhooks/message", (double)(ledger.StatusUpdates - updates) / (given - warm)),
            .. Bench.Times("response", result.Latencies),
            .. Bench.Times("POST to call", ledger.SentToCalled(given)),
            .. Bench.Times("POST to last webhook", ledger.SentToReported(given)),
            .. costs,
        ]);
    }

    private static async Task RegisterAsync(Subject subject, Uri customer)
    {
        using var http = new HttpClient { BaseAddress = subject.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServiceSettings.Shop.Key);
        using var response = await http.PostAsJsonAsync(
            $"/api/v1/accounts/{ServiceSettings.Account}/webhooks",
            new[] { new { subAccountId = ServiceSettings.Shop.Subaccount, type = "CADR", url = customer.AbsoluteUri } });
        if (!response.IsSuccessStatusCode)
            throw new BenchmarkFailedException($"the webhook was not registered: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>How many messages are under way, four times a second.</summary>
    private static async Task<IReadOnlyList<long>> WatchAsync(Numbers numbers, Ledger ledger, CancellationToken over)
    {
        List<long> seen = [0];
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.25));
        try
        {
            while (await timer.WaitForNextTickAsync(over))
                seen.Add(numbers.Given - ledger.Completed);
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
        return seen;
    }

    // Neither more than two seconds' worth, nor more at the end than in the second quarter, but for a quarter of a second's worth of
    // chance.
    private static bool IsSustained(IReadOnlyList<long> underWay, int rate)
    {
        var quarter = Math.Max(1, underWay.Count / 4);
        var early = underWay.Skip(quarter).Take(quarter).Average();
        var late = underWay.Skip(underWay.Count - quarter).Average();
        return late <= 2 * rate && late <= early * 1.25 + rate * 0.25;
    }
}
