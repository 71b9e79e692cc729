using FallbackOrchestrator.Benchmarks.Endpoints;
using FallbackOrchestrator.Benchmarks.Load;
using FallbackOrchestrator.Benchmarks.Reporting;
using FallbackOrchestrator.Benchmarks.Subjects;

namespace FallbackOrchestrator.Benchmarks.Scenarios;

/// <summary>
/// One subaccount's large campaign waits for its channel account; how long does another's single message wait, on the same channel account
/// and on another?
/// </summary>
internal sealed class Fair : IScenario
{
    private const int Requests = 10;
    private const int Singles = 20;
    private const int FirstSingle = 1_000_000;

    /// <summary>Calls a second of each channel account: the whole campaign takes 50 seconds.</summary>
    private const int PerSecond = 2_000;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(3);

    public string Name => "fair";

    public async Task RunAsync(Bench bench)
    {
        foreach (var (what, account) in new[] { ("the same", ServiceSettings.FirstWhatsApp), ("another", ServiceSettings.SecondWhatsApp) })
        {
            Bench.Say($"fair: {what} channel account");
            await using var subject = await bench.StartServiceAsync(new ServiceSettings(bench.Endpoints) { PerSecond = PerSecond });
            var ledger = new Ledger();
            bench.Endpoints.Begin(ledger);
            var each = bench.Options.Scale(10_000, 2_000);
            using var campaign = await HttpConnection.OpenAsync(subject.Address);
            await ClosedLoop.TimesAsync(
                Requests, [campaign], SendTemplate.Batch(subject.Address, ServiceSettings.Bulk, new Asked(), each), new Numbers(), each);

            var left = (Requests * each) - ledger.Calls(step: 1);
            var waits = await SinglesAsync(subject, ledger, account);
            BenchmarkFailedException.Demand(ledger.Repeated, 0, "calls that were made twice");
            BenchmarkFailedException.Demand(await subject.StoredAsync(), (Requests * each) + Singles, "messages stored");
            bench.Add(Name, $"single messages behind a campaign of {Requests * each}, {what} channel account", subject.Name,
                [new Metric("campaign's calls still to make at the beginning", left), .. Bench.Times("POST to call", waits)]);
        }
    }

    private static async Task<Latencies> SinglesAsync(Subject subject, Ledger ledger, string account)
    {
        using var connection = await HttpConnection.OpenAsync(subject.Address);
        var template = SendTemplate.Single(subject.Address, ServiceSettings.Shop, new Asked(WhatsApp: account));
        await OpenLoop.RunAsync(5, TimeSpan.FromSeconds(Singles / 5.0), [connection], template, new Numbers(FirstSingle), ledger.Sent);
        await Bench.UntilAsync(
            () => Task.FromResult((long)Enumerable.Range(FirstSingle, Singles).Count(number => ledger.CalledAt(number, step: 1) != 0)),
            Singles, TimeLimit, "single messages called");
        return ledger.SentToCalled(FirstSingle + Singles);
    }
}
