using System.Globalization;
using FallbackOrchestrator.Benchmarks.Subjects;

namespace FallbackOrchestrator.Benchmarks.Reporting;

/// <summary>One case: a row for each figure, a column for each subject, and under it how ours compares with each reference.</summary>
internal sealed record Table(string Title, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public static Table Of(string title, IReadOnlyList<Measurement> measured)
    {
        var subjects = measured.Select(one => one.Subject).Distinct().ToList();
        var runs = measured.Select(one => one.Run).Distinct().Count();
        var heading = runs > 1 ? $"worst (median) of {runs} runs" : "";
        List<IReadOnlyList<string>> rows = [[heading, .. subjects]];
        var metrics = measured.SelectMany(one => one.Metrics).DistinctBy(metric => metric.Name).ToList();
        foreach (var metric in metrics)
            rows.Add([metric.Name, .. subjects.Select(subject => Cell(Values(measured, subject, metric.Name), metric.MoreIsBetter))]);
        foreach (var metric in metrics.Where(metric => metric.MoreIsBetter))
        {
            var ratios = subjects.Select(subject => Cell(Ratios(measured, subject, metric.Name), moreIsBetter: true)).ToList();
            if (ratios.Exists(ratio => ratio.Length > 0))
                rows.Add([$"ours ÷ this, {metric.Name}", .. ratios]);
        }
        return new Table(title, rows);
    }

    public string ToText()
    {
        var widths = Widths();
        var lines = Rows.Select(
            row => string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        return string.Join(Environment.NewLine, lines.Prepend(Title));
    }

    public string ToMarkdown()
    {
        var lines = Rows.Select(row => $"| {string.Join(" | ", row)} |").ToList();
        lines.Insert(1, $"|---|{string.Concat(Enumerable.Repeat("--:|", Rows[0].Count - 1))}");
        return string.Join(Environment.NewLine, lines.Prepend("").Prepend($"**{Title}**"));
    }

    private List<int> Widths() => [.. Enumerable.Range(0, Rows[0].Count).Select(i => Rows.Max(row => row[i].Length))];

    private static IEnumerable<double> Values(IEnumerable<Measurement> measured, string subject, string metric) => measured
        .Where(one => one.Subject == subject)
        .SelectMany(one => one.Metrics)
        .Where(one => one.Name == metric)
        .Select(one => one.Value);

    // Both sides of a ratio come from the same run.
    private static IEnumerable<double> Ratios(IReadOnlyList<Measurement> measured, string reference, string metric) =>
        reference == Subject.Service
            ? []
            : measured.GroupBy(one => one.Run).SelectMany(run =>
                Values(run, Subject.Service, metric).Zip(Values(run, reference, metric), (ours, theirs) => ours / theirs));

    private static string Cell(IEnumerable<double> values, bool moreIsBetter)
    {
        var sorted = values.Order().ToList();
        if (sorted.Count == 0)
            return "";
        var worst = Text(moreIsBetter ? sorted[0] : sorted[^1]);
        return sorted.Count == 1 ? worst : $"{worst} ({Text(sorted[sorted.Count / 2])})";
    }

    private static string Text(double value) => value.ToString(
        Math.Abs(value) switch { >= 1_000 => "#,##0", >= 100 => "0", >= 10 => "0.0", >= 1 => "0.00", _ => "0.000" },
        CultureInfo.InvariantCulture);
}
