using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>Packages of others: each published one is named with its licence, and each version in the central list is used.</summary>
public sealed partial class PackageTests
{
    [Fact]
    public void The_notices_name_exactly_the_packages_that_the_program_contains()
    {
        using var program = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "FallbackOrchestrator.deps.json")));
        var libraries = program.RootElement.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject()
            .ToDictionary(library => library.Name.Split('/')[0], library => library.Value);
        var contained = new HashSet<string>();
        Add("FallbackOrchestrator");

        Row().Matches(Repository.Read("THIRD-PARTY-NOTICES.md")).Select(row => row.Groups["package"].Value)
            .Should().BeEquivalentTo(contained.Where(name => IsPackage(program, name) && libraries[name].TryGetProperty("runtime", out _)));

        // What only serves the build is no part of what is published.
        void Add(string name)
        {
            if (!libraries.TryGetValue(name, out var library) || OnlyForTheBuild.Contains(name) || !contained.Add(name))
                return;
            if (library.TryGetProperty("dependencies", out var dependencies))
                dependencies.EnumerateObject().ToList().ForEach(dependency => Add(dependency.Name));
        }
    }

    [Fact]
    public void The_text_of_every_licence_in_the_notices_is_passed_on_with_the_program()
    {
        foreach (var licence in Row().Matches(Repository.Read("THIRD-PARTY-NOTICES.md")).Select(row => row.Groups["licence"].Value).Distinct())
            File.Exists(Path.Combine(Repository.Root, "licenses", $"{licence}.txt")).Should().BeTrue(licence);
        Repository.Read("src/FallbackOrchestrator/FallbackOrchestrator.csproj").Should()
            .Contain("../../licenses/*").And.Contain("../../THIRD-PARTY-NOTICES.md").And.Contain("../../LICENSE");
        Repository.Read("Dockerfile").Should().Contain("LICENSE THIRD-PARTY-NOTICES.md").And.Contain("licenses/");
    }

    [Fact]
    public void Every_version_in_the_central_list_is_of_a_package_that_a_project_names()
    {
        var named = new[] { "src", "tests", "samples" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*proj", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.props", SearchOption.AllDirectories)))
            .SelectMany(project => XDocument.Load(project).Descendants("PackageReference"))
            .Select(reference => reference.Attribute("Include")!.Value);

        XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("ItemGroup")
            .Where(group => group.Attribute("Label")!.Value != "Transitive pins") // Packages that other packages name.
            .SelectMany(group => group.Descendants("PackageVersion"))
            .Select(version => version.Attribute("Include")!.Value)
            .Should().BeSubsetOf(named);
    }

    private static HashSet<string> OnlyForTheBuild =>
    [
        .. XDocument.Parse(Repository.Read("src/FallbackOrchestrator/FallbackOrchestrator.csproj")).Descendants("PackageReference")
            .Where(reference => reference.Attribute("PrivateAssets")?.Value == "all")
            .Select(reference => reference.Attribute("Include")!.Value),
    ];

    private static bool IsPackage(JsonDocument program, string name) =>
        program.RootElement.GetProperty("libraries").EnumerateObject().Single(library => library.Name.Split('/')[0] == name)
            .Value.GetProperty("type").GetString() == "package";

    [GeneratedRegex(@"^\| (?<package>(?!package )[A-Za-z][\w.-]*\.?[\w.-]*) \| (?<licence>[A-Za-z]+(-[0-9.]+)?)[ |]", RegexOptions.Multiline)]
    private static partial Regex Row();
}
