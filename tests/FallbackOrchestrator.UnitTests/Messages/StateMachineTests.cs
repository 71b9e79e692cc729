using System.Text.RegularExpressions;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.UnitTests.Messages.Support;
using FallbackOrchestrator.UnitTests.Structure;

namespace FallbackOrchestrator.UnitTests.Messages;

/// <summary>The diagrams of STATE_MACHINE.md show the arrows that the exploration walks: none is missing and none is made up.</summary>
public partial class StateMachineTests
{
    [Fact]
    public void The_diagram_of_the_message_shows_what_happens() =>
        Drawn("The message").Order().Should().Equal(Walked(walk => walk.MessageArrows));

    [Fact]
    public void The_diagram_of_the_hand_over_shows_what_happens() =>
        Drawn("The hand-over of an attempt").Order().Should().Equal(Walked(walk => walk.HandoverArrows));

    [Fact]
    public void The_diagram_of_the_ladder_shows_what_happens()
    {
        string[] rungs = ["None", "Accepted", "Sent", "Failed", "Delivered", "Read"];
        var drawn = Drawn("The ladder");
        var climbed = ExplorationTests.Everywhere.SelectMany(walk => walk.StatusArrows).Where(arrow => arrow.From != arrow.To).ToHashSet();

        drawn.Should().Equal(rungs.Zip(rungs.Skip(1), (lower, higher) => $"{lower} --> {higher}"));
        climbed.Should().OnlyContain(arrow => arrow.From < arrow.To);
        climbed.Should().Contain([(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 5), (1, 3)]);
    }

    [Fact]
    public void Every_hand_over_state_is_explained() =>
        Enum.GetNames<HandoverState>().Should().OnlyContain(name => Document.Contains($"**{name}**", StringComparison.Ordinal));

    private static IEnumerable<string> Walked(Func<Exploration, IEnumerable<(string From, string To)>> arrows) =>
        ExplorationTests.Everywhere.SelectMany(arrows).Select(arrow => $"{arrow.From} --> {arrow.To}").Distinct().Order();

    // The arrows of the diagram under a heading: "A --> B" or "A --> B: words".
    private static List<string> Drawn(string heading)
    {
        var diagram = Document.Split($"## {heading}\n")[1].Split("```mermaid")[1].Split("```")[0];
        return [.. Arrow().Matches(diagram).Select(match => match.Groups[1].Value)];
    }

    private static string Document { get; } = Repository.Read("src/FallbackOrchestrator/Messages/STATE_MACHINE.md");

    [GeneratedRegex(@"^\s*((\[\*\]|\w+) --> \w+)", RegexOptions.Multiline)]
    private static partial Regex Arrow();
}
