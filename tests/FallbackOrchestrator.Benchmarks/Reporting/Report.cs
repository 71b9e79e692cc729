namespace FallbackOrchestrator.Benchmarks.Reporting;

/// <summary>Collects what was measured and writes it: tables for people as it goes, JSON at the end.</summary>
internal sealed class Report(string? markdown)
{
    private readonly List<Measurement> _all = [];

    public IReadOnlyList<Measurement> All => _all;

    public void Add(Measurement measurement) => _all.Add(measurement);

    /// <summary>Prints the tables of a scenario, one for each case; with several runs, the worst and the median of each figure.</summary>
    public void Print(string scenario)
    {
        foreach (var measured in _all.Where(one => one.Scenario == scenario).GroupBy(one => one.Case))
        {
            var table = Table.Of(measured.Key, [.. measured]);
            Console.WriteLine();
            Console.WriteLine(table.ToText());
            if (markdown is not null)
                File.AppendAllText(markdown, table.ToMarkdown() + Environment.NewLine);
        }
    }
}
