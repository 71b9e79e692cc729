using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>Which folder may use which. A folder that does not exist yet breaks nothing; one that nobody listed does.</summary>
public partial class FolderDependencyTests
{
    private const string Root = "FallbackOrchestrator";

    private const string Files = "(root)"; // Problems.cs and the like, beside Program.cs

    private static readonly string[] TheSteps = ["Sending", "Dispatching", "Receipts", "Inbound", "Fallback", "StatusWebhooks", "Tracking",
        "Statistics"];

    private static readonly string[] WhatStepsUse = ["Orchestration", "Persistence", "Messages", "Channels", "Subaccounts", "Reading",
        Files];

    private static readonly Dictionary<string, string[]> MayUse = new(TheSteps.Select(step => KeyValuePair.Create(step, WhatStepsUse)))
    {
        ["Messages"] = [],
        // A provider posts what people write to the address of the receipts.
        ["Receipts"] = [.. WhatStepsUse, "Inbound"],
        ["Channels"] = ["Messages"],
        ["Providers"] = ["Channels", "Messages"],
        ["Simulator"] = [],
        ["Persistence"] = ["Messages"],
        ["Orchestration"] = ["Messages", "Persistence", "Channels"],
        ["Subaccounts"] = ["Messages", "Channels", "Persistence", "Reading", Files],
        ["Reading"] = [Files],
        [Files] = ["Messages"],
        // It calls the API, and shows what the API returns. The simulator names the numbers that it knows.
        ["WebConsole"] = [.. TheSteps, "Messages", "Channels", "Persistence", "Subaccounts", "Simulator", Files],
    };

    // These compose the others, and nothing uses them.
    private static readonly string[] Composition = ["Hosting", "Program"];

    private static readonly string[] NotInTheCore = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Microsoft.Extensions",
        "Hangfire", "Npgsql"];

    private static readonly Architecture Architecture = new ArchLoader().LoadAssemblies(typeof(Message).Assembly).Build();

    private static readonly List<(IType From, IType To)> Uses =
    [
        .. Architecture.Types
            .Where(IsOurs)
            .SelectMany(type => type.Dependencies.Select(dependency => (type, dependency.Target)))
            .Where(use => use.Target is not GenericParameter)
            .Distinct(),
    ];

    [Fact]
    public void Folders_use_only_the_folders_that_they_may()
    {
        var forbidden = Uses
            .Where(use => IsOurs(use.To))
            .Select(use => (use, From: FolderOf(use.From), To: FolderOf(use.To)))
            .Where(use => use.From != use.To && !Composition.Contains(use.From) && !MayUse.GetValueOrDefault(use.From, []).Contains(use.To))
            .Select(use => $"{use.use.From.FullName} uses {use.use.To.FullName}");

        forbidden.Should().BeEmpty();
    }

    [Fact]
    public void The_allowed_arrows_make_no_cycle()
    {
        var left = MayUse.ToDictionary(folder => folder.Key, folder => folder.Value);
        while (left.Count > 0)
        {
            var leaves = left.Where(folder => !folder.Value.Any(left.ContainsKey)).Select(folder => folder.Key).ToList();
            leaves.Should().NotBeEmpty("{0} go round", string.Join(", ", left.Keys));
            leaves.ForEach(leaf => left.Remove(leaf));
        }
    }

    [Fact]
    public void One_provider_never_uses_another() =>
        Uses.Where(use => FolderOf(use.From) == "Providers" && FolderOf(use.To) == "Providers")
            .Where(use => PartOf(use.From, 2) != PartOf(use.To, 2))
            .Select(use => $"{use.From.FullName} uses {use.To.FullName}")
            .Should().BeEmpty();

    [Fact]
    public void The_core_knows_no_framework() =>
        Uses.Where(use => FolderOf(use.From) == "Messages"
            && NotInTheCore.Any(framework => use.To.FullName.StartsWith(framework, StringComparison.Ordinal)))
            .Select(use => $"{use.From.FullName} uses {use.To.FullName}")
            .Should().BeEmpty();

    [Fact]
    public void The_test_finds_references_between_folders() =>
        Uses.Should().Contain(use => use.From.Name == "Channel" && use.To.Name == "ChannelName", "else every test here would pass");

    [Fact]
    public void A_files_folder_is_its_namespace()
    {
        var source = Path.Combine(Repository.Root, "src", Root);
        var misplaced = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(file => (File: Path.GetRelativePath(source, file),
                Namespace: Namespace().Match(File.ReadAllText(file)).Groups[1].Value))
            .Where(file => file.Namespace.Length > 0 && !file.File.StartsWith("obj", StringComparison.Ordinal))
            .Where(file => file.Namespace != $"{Root}.{Path.GetDirectoryName(file.File)!.Replace(Path.DirectorySeparatorChar, '.')}".TrimEnd('.'))
            .Select(file => $"{file.File} is in {file.Namespace}");

        misplaced.Should().BeEmpty();
    }

    // ArchUnitNET takes type parameters for types, and those of one method for those of the first method that it met with the same name for
    // them.
    private static bool IsOurs(IType type) => type is not GenericParameter && (FolderOf(type) == "Program" || PartOf(type, 0) == Root);

    private static string FolderOf(IType type) =>
        type.FullName.StartsWith("Program", StringComparison.Ordinal) ? "Program"
        : NamespaceOf(type) == Root ? Files
        : PartOf(type, 1);

    private static string PartOf(IType type, int part) => NamespaceOf(type).Split('.').ElementAtOrDefault(part) ?? "";

    // Not every type that is referred to has one.
    private static string NamespaceOf(IType type) => type.Namespace?.FullName ?? "";

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
