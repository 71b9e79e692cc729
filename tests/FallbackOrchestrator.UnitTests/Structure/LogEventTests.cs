using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using FallbackOrchestrator.EmbeddedPostgres;
using FallbackOrchestrator.Messages;
using Microsoft.Extensions.Logging;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>Every line of the log has a number of its own, and docs/operations.md says what to do about those that warn.</summary>
public sealed partial class LogEventTests
{
    private static readonly List<(string Method, LoggerMessageAttribute Event)> Events =
    [
        .. from assembly in new[] { typeof(Message).Assembly, typeof(EmbeddedPostgresServer).Assembly }
           from type in assembly.GetTypes()
           from method in type.GetMethods(
               BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
           where attribute is not null
           select ($"{type.Name}.{method.Name}", attribute),
    ];

    [Fact]
    public void No_two_lines_have_the_same_number() =>
        Events.Should().HaveCountGreaterThan(40)
            .And.Subject.GroupBy(line => line.Event.EventId).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(line => line.Method))}")
            .Should().BeEmpty("an alarm is set on a number");

    [Fact]
    public void The_lines_of_one_class_are_of_one_area() =>
        Events.GroupBy(line => line.Method.Split('.')[0])
            .Where(lines => lines.Select(line => line.Event.EventId / 100).Distinct().Count() > 1)
            .Select(lines => lines.Key)
            .Should().BeEmpty("the first two digits say where a line comes from");

    [Fact]
    public void The_page_for_operators_has_every_line_that_warns_and_no_other_number()
    {
        var onPage = Row().Matches(Repository.Read("docs/operations.md"))
            .SelectMany(row => row.Groups[1].Value.Split(", "))
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList();

        Events.Where(line => line.Event.Level >= LogLevel.Warning).Select(line => line.Event.EventId)
            .Should().BeSubsetOf(onPage, "docs/operations.md has a row '| number | level | …' for each");
        onPage.Should().OnlyHaveUniqueItems().And.BeSubsetOf(Events.Select(line => line.Event.EventId));
    }

    [GeneratedRegex(@"^\| (\d{4}(?:, \d{4})*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
