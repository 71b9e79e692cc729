using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>The code speaks the words of docs/glossary.md, and not those that it used before.</summary>
public sealed partial class GlossaryTests
{
    private static readonly Type[] Types =
        [.. typeof(Message).Assembly.GetTypes().Where(
            type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null && !type.Name.Contains('<', StringComparison.Ordinal))];

    private static readonly string[] Rows = [.. Repository.Read("docs/glossary.md").Split('\n').Where(line => line.StartsWith("| ",
        StringComparison.Ordinal))];

    [Fact]
    public void Every_type_and_member_of_the_glossary_exists()
    {
        var known = Types.Select(Name).Concat(
            Types.SelectMany(type => type.GetProperties().Select(property => $"{Name(type)}.{property.Name}"))).ToHashSet();

        InTheCode(name => char.IsUpper(name[0])).Should().HaveCountGreaterThan(40).And.BeSubsetOf(known);
    }

    [Fact]
    public void Every_table_and_column_of_the_glossary_is_in_the_schema()
    {
        var schema = string.Join('\n', Directory
            .GetFiles(
                Path.Combine(Repository.Root, "src", "FallbackOrchestrator", "Persistence", "Migrations"), "*.sql",
                SearchOption.AllDirectories)
            .Select(File.ReadAllText));

        InTheCode(name => char.IsLower(name[0])).Should().HaveCountGreaterThan(10).And.AllSatisfy(
            name => schema.Should().MatchRegex($@"\b{name}\b"));
    }

    [Theory]
    [InlineData("Surroundings")]
    [InlineData("Turn")]
    [InlineData("Turns")]
    [InlineData("Lane")]
    [InlineData("Lanes")]
    [InlineData("Heard")]
    [InlineData("HeldBack")]
    [InlineData("Draft")]
    [InlineData("CallBoard")]
    [InlineData("EndedTries")]
    [InlineData("EndedDeliveries")]
    [InlineData("InVain")]
    [InlineData("Owe")]
    [InlineData("Owed")]
    [InlineData("FewestToJudge")]
    [InlineData("MostBreaks")]
    [InlineData("StandsSince")]
    [InlineData("LeftBy")]
    public void No_type_or_member_has_a_retired_word(string retired) =>
        Types.Select(type => type.Name)
            .Concat(Types.Where(type => !type.IsEnum).SelectMany(type => type
                .GetMembers(
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(member => !member.Name.Contains('<', StringComparison.Ordinal))
                .Select(member => $"{type.Name}.{member.Name.TrimStart('_')}")))
            .Where(name => Parts(name.Split('.')[^1]).Contains(retired))
            .Should().BeEmpty("docs/glossary.md has another word for it");

    [Fact]
    public void A_type_that_reads_is_a_parser_or_a_reader() =>
        Types.Select(type => type.Name).Where(name => name.EndsWith("Reading", StringComparison.Ordinal)).Should().BeEmpty();

    private static IEnumerable<string> InTheCode(Func<string, bool> which) =>
        Rows.SelectMany(row => Quoted().Matches(row.Split('|')[3]).Select(match => match.Groups[1].Value)).Where(which);

    // All runs of a name's words: HeldBackList has Held, HeldBack, HeldBackList, Back, BackList and List.
    private static IEnumerable<string> Parts(string name)
    {
        var words = Words().Split(name);
        return words.SelectMany((_, from) => words.Skip(from).Select((_, length) => string.Concat(words.Skip(from).Take(length + 1))));
    }

    private static string Name(Type type) => Generic().Replace(type.Name, "");

    [GeneratedRegex("`([A-Za-z_.]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("`[0-9]+$")]
    private static partial Regex Generic();

    [GeneratedRegex(@"(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Words();
}
