using System.Globalization;
using System.Text.RegularExpressions;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>The figures that README.md quotes are those of docs/performance.md, rounded in nobody's favour.</summary>
public sealed partial class QuotedFiguresTests
{
    private static readonly string Readme = Repository.Read("README.md").ReplaceLineEndings(" ");

    private static readonly string Figures = Repository.Read("docs/performance.md");

    [Fact]
    public void README_quotes_the_worst_ratio_to_the_references()
    {
        // | ours ÷ this, accepts/s |  | limit | hangfire | wolverine |
        var ratios = Number().Matches(
            Figures.Split('\n').First(line => line.StartsWith("| ours ÷ this, accepts/s", StringComparison.Ordinal)))
            .Select(Value).ToList();
        // Worst and median, of limit, Hangfire and Wolverine.
        ratios.Should().HaveCount(6);

        Quoted("stores ([0-9]+) times as many messages a second as a Hangfire job").Should().Be(Math.Floor(ratios[2]));
        Quoted("Hangfire job for each message, and ([0-9]+) times as many as Wolverine").Should().Be(Math.Floor(ratios[4]));
    }

    [Fact]
    public void README_quotes_the_worst_lateness_of_2000_windows()
    {
        var row = Figures.Split('\n').First(line => line.StartsWith("| 2,000 windows at once", StringComparison.Ordinal));

        Quoted("99 % are handled within ([0-9]+) ms").Should().Be(Value(Regex.Match(row, "p99 ([0-9]+) ms late").Groups[1]));
    }

    private static double Quoted(string sentence)
    {
        var match = Regex.Match(Readme, sentence);
        match.Success.Should().BeTrue($"README.md says '{sentence}'");
        return Value(match.Groups[1]);
    }

    private static double Value(Capture number) => double.Parse(number.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[0-9]+\.[0-9]+")]
    private static partial Regex Number();
}
