using System.Text.RegularExpressions;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>docs/monitoring.md names every metric and alarm, and the alarms and the board use only metrics that exist.</summary>
public sealed partial class MonitoringPageTests
{
    private static readonly string[] OfHistograms = ["_bucket", "_sum", "_count"];

    private static HashSet<string> InSource =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "FallbackOrchestrator"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Metric().Matches(File.ReadAllText(file))).Select(found => found.Groups[1].Value),
    ];

    private static List<string> Alarms =>
        [.. Alarm().Matches(Repository.Read("ops/prometheus/alerts.yml")).Select(found => found.Groups[1].Value)];

    [Fact]
    public void The_page_names_exactly_the_metrics_that_there_are() =>
        MetricRow().Matches(Repository.Read("docs/monitoring.md")).Select(row => row.Groups[1].Value)
            .Should().BeEquivalentTo(InSource).And.HaveCountGreaterThan(20);

    [Fact]
    public void The_page_says_of_every_alarm_what_to_do() =>
        AlarmRow().Matches(Repository.Read("docs/monitoring.md")).Select(row => row.Groups[1].Value)
            .Should().BeEquivalentTo(Alarms).And.HaveCountGreaterThan(10);

    [Fact]
    public void Every_alarm_is_provoked_once_by_the_tests_of_the_rules()
    {
        var provoked = Provoked().Matches(Repository.Read("ops/prometheus/alerts.test.yml")).Select(found => found.Groups[1].Value);

        provoked.Distinct().Should().BeEquivalentTo(Alarms);
    }

    [Theory]
    [InlineData("ops/prometheus/alerts.yml")]
    [InlineData("ops/prometheus/alerts.test.yml")]
    [InlineData("ops/grafana/board.json")]
    public void A_file_for_operators_uses_only_metrics_that_exist(string file)
    {
        var known = InSource.Select(name => name.Replace('.', '_')).ToList();

        var unknown = Used().Matches(Repository.Read(file)).Select(found => found.Value).Distinct()
            .Where(used => !known.Any(name => IsOf(used, name)));

        unknown.Should().BeEmpty();
    }

    // The exporter adds the unit, and _total to counters.
    private static bool IsOf(string used, string name) =>
        used == name || used == $"{name}_total" || used == $"{name}_seconds"
        || OfHistograms.Any(part => used == name + part || used == $"{name}_seconds{part}");

    [GeneratedRegex(@"""(fallback\.[a-z_.]+)""")]
    private static partial Regex Metric();

    [GeneratedRegex(@"^\| `(fallback\.[a-z_.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex MetricRow();

    [GeneratedRegex(@"^ +- alert: (\w+)", RegexOptions.Multiline)]
    private static partial Regex Alarm();

    [GeneratedRegex(@"^\| `([A-Z]\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex AlarmRow();

    [GeneratedRegex(@"alertname: (\w+)\s+exp_alerts:\s+- exp_labels")]
    private static partial Regex Provoked();

    [GeneratedRegex(@"\bfallback_[a-z_]+")]
    private static partial Regex Used();
}
