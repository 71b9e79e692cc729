using FallbackOrchestrator.Benchmarks.Endpoints;
using FallbackOrchestrator.Benchmarks.Load;
using FallbackOrchestrator.Benchmarks.Subjects;

namespace FallbackOrchestrator.Benchmarks.Scenarios;

/// <summary>
/// How long a step takes at a moderate rate: from a POST to the call, and from the receipt of a failure to the call of the next step.
/// </summary>
internal sealed class Steps : IScenario
{
    private const int Rate = 200;
    private const int Connections = 32;

    public string Name => "steps";

    public async Task RunAsync(Bench bench)
    {
        await using var subject = await bench.StartServiceAsync(new ServiceSettings(bench.Endpoints));
        var connections = await HttpConnection.OpenAsync(subject.Address, Connections);
        await OfferAsync(bench, subject, connections, bench.Options.Duration(5));
        var (ledger, count) = await OfferAsync(bench, subject, connections, bench.Options.Duration(20));
        bench.Add(
            Name,
            $"latency of a step, {Rate} messages a second",
            subject.Name,
            [.. Bench.Times("failure to next call", ledger.FailedToCalled(count)),
                .. Bench.Times("POST to call", ledger.SentToCalled(count))]);
    }

    private static async Task<(
        Ledger Ledger, long Count)> OfferAsync(Bench bench, Subject subject, HttpConnection[] connections, TimeSpan duration)
    {
        var ledger = new Ledger();
        await using var poster = new ReceiptPoster(
            new Uri(subject.Address, $"/webhooks/meta/{ServiceSettings.FirstWhatsApp}"), ServiceSettings.MetaSecret, ledger);
        bench.Endpoints.Begin(ledger, LaterReceipts.Failure, poster);
        var numbers = new Numbers();
        await OpenLoop.RunAsync(
            Rate, duration, connections, SendTemplate.Single(subject.Address, ServiceSettings.Shop, new Asked()), numbers, ledger.Sent);
        await Bench.UntilAsync(
            () => Task.FromResult(ledger.Calls(step: 2)), numbers.Given, TimeSpan.FromSeconds(30), "second steps called");
        BenchmarkFailedException.Demand(ledger.Repeated, 0, "calls that were made twice");
        return (ledger, numbers.Given);
    }
}
