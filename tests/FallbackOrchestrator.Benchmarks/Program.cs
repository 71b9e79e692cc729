using FallbackOrchestrator.Benchmarks;
using FallbackOrchestrator.Benchmarks.Endpoints;
using FallbackOrchestrator.Benchmarks.Micro;
using FallbackOrchestrator.Benchmarks.References;
using FallbackOrchestrator.Benchmarks.Reporting;
using FallbackOrchestrator.Benchmarks.Scenarios;
using FallbackOrchestrator.Benchmarks.Subjects;

IScenario[] scenarios =
[
    new Accept(), new Batch(), new Deadlines(), new Lifecycle(), new Steps(), new Startup(), new Fair(), new Growth(), new Counting(),
];

try
{
    // The references run in processes of their own, of this same program.
    if (args is ["host", var reference])
        return await ReferenceHost.RunAsync(reference);
    if (args is ["micro", .. var rest])
        return MicroBenchmarks.Run(rest);
    return await MeasureAsync(Options.Parse(args));
}
catch (ArgumentException wrong)
{
    await Console.Error.WriteLineAsync($"{wrong.Message}{Environment.NewLine}{Environment.NewLine}{Options.Usage}");
    return 2;
}
// A process that does not start ends in an InvalidOperationException, whose message holds what it wrote.
catch (Exception failed) when (failed is BenchmarkFailedException or InvalidOperationException or OperationCanceledException)
{
    await Console.Error.WriteLineAsync($"FAILED: {failed.Message}");
    return 1;
}

async Task<int> MeasureAsync(Options options)
{
    var chosen = scenarios.Where(scenario => options.Scenario == "all" || scenario.Name == options.Scenario).ToList();
    if (chosen.Count == 0)
        throw new ArgumentException($"there is no scenario {options.Scenario}");
    Bench.Say("publishing the service");
    await PublishedService.PublishAsync();
    await using var cluster = await Cluster.StartAsync(options.Folder);
    await using var ends = await Provider.StartAsync();
    var settings = await cluster.SettingsAsync();
    Bench.Say($"PostgreSQL: {string.Join(", ", settings.Select(setting => $"{setting.Key} {setting.Value}"))}");
    var report = new Report(options.Markdown);
    foreach (var scenario in chosen)
    {
        for (var run = 1; run <= options.Runs; run++)
        {
            Bench.Say($"{scenario.Name}: run {run} of {options.Runs}");
            await scenario.RunAsync(new Bench(options, cluster, ends, report) { Run = run });
        }
        report.Print(scenario.Name);
    }
    Console.WriteLine();
    Bench.Say($"written to {await ResultFile.WriteAsync(report, options, settings)}");
    return 0;
}
