using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>
/// A type that another folder names has a file of its own, so that a reader who met the name elsewhere finds the file. Small types that
/// only their folder uses may stand beside the type that they belong to. A file <c>X.Part.cs</c> belongs to the type <c>X</c>, too.
/// </summary>
public sealed class TypesHaveFilesTests
{
    // What the SDK adds to every file of a web project.
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Net.Http.Json; global using System.Threading; global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Hosting; global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    [Fact]
    public void A_type_that_another_folder_names_has_a_file_of_its_own()
    {
        var source = Path.Combine(Repository.Root, "src");

        var misplaced = Misplaced(Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(source, file), File.ReadAllText));

        string.Join('\n', misplaced).Should().BeEmpty(); // A text is shown whole; of a list, only the beginning is shown.
    }

    [Theory]
    [InlineData("B/Window.cs", "class Window { Door? _door; }", "a field's type")]
    [InlineData("B/Window.cs", "class Window { bool Is(object it) => it is Door; }", "a pattern")]
    [InlineData("B/Window.cs", "[Door] class Window;", "an attribute")]
    [InlineData("B/Window.cs", "class Window { object Make() => new System.Collections.Generic.List<A.Door>(); }", "an argument of a type")]
    public void A_type_in_the_file_of_another_is_found(string file, string text, string why) =>
        Misplaced(new() { ["A/House.cs"] = HouseWithDoor, [file] = Named(file, text) })
            .Should().Equal([$"A.Door stands in A/House.cs, and B/Window.cs names it"], why);

    [Theory]
    [InlineData("A/Window.cs", "class Window { Door? _door; }", "its own folder may name it")]
    [InlineData("B/Window.cs", "class Window { House? Door; object? Get() => Door; }", "a field may have the same name")]
    [InlineData("B/Window.cs", "class Window { object Get(House house) => house.Front; }", "the type is used, but not named")]
    public void A_type_that_no_other_folder_names_is_left_alone(string file, string text, string why) =>
        Misplaced(new() { ["A/House.cs"] = HouseWithDoor, [file] = Named(file, text) }).Should().BeEmpty(why);

    private const string HouseWithDoor = """
        namespace A;
        class House { public Door Front { get; } = new(); }
        class Door : System.Attribute;
        """;

    private static string Named(string file, string text) => $"using A;\nnamespace {Path.GetDirectoryName(file)};\n{text}";

    private static List<string> Misplaced(Dictionary<string, string> files)
    {
        var trees = files.Select(file => CSharpSyntaxTree.ParseText(file.Value, path: file.Key)).ToList();
        var compilation = CSharpCompilation.Create("Source", [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings)], References());
        var guests = trees.SelectMany(Guests).ToLookup(name => name, StringComparer.Ordinal);
        return
        [
            .. trees.SelectMany(tree => NamedTypes(compilation.GetSemanticModel(tree), tree, guests)
                    .Where(type => !HasOwnFile(type) && Folders(type).All(folder => folder != Path.GetDirectoryName(tree.FilePath)))
                    .Select(type => (Type: $"{type}", Place: type.Locations[0].SourceTree!.FilePath, NamedIn: tree.FilePath)))
                .DistinctBy(named => named.Type)
                .Select(named => $"{named.Type} stands in {named.Place}, and {named.NamedIn} names it")
                .Order(StringComparer.Ordinal),
        ];
    }

    // The names of types that stand in the file of another. Only these are looked for: to bind every name takes long.
    private static IEnumerable<string> Guests(SyntaxTree tree) => tree.GetRoot().DescendantNodes(node => node is not TypeDeclarationSyntax)
        .Select(node => node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            DelegateDeclarationSyntax type => type.Identifier.ValueText,
            _ => null,
        })
        .OfType<string>()
        .Where(name => name != OwnerOf(tree));

    private static IEnumerable<INamedTypeSymbol> NamedTypes(SemanticModel model, SyntaxTree tree, ILookup<string, string> guests) =>
        tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => guests.Contains(name.Identifier.ValueText) || guests.Contains(name.Identifier.ValueText + "Attribute"))
            .Select(name => model.GetSymbolInfo(name).Symbol)
            .Select(symbol => symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } made ? made.ContainingType : symbol)
            .OfType<INamedTypeSymbol>()
            .Select(type => type.OriginalDefinition)
            .Where(type => type.ContainingType is null && type.Locations[0].IsInSource)
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default);

    private static bool HasOwnFile(INamedTypeSymbol type) => type.Locations.Any(place => OwnerOf(place.SourceTree!) == type.Name);

    private static IEnumerable<string?> Folders(INamedTypeSymbol type) =>
        type.Locations.Select(place => Path.GetDirectoryName(place.SourceTree!.FilePath));

    private static string OwnerOf(SyntaxTree tree) => Path.GetFileName(tree.FilePath).Split('.')[0];

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("FallbackOrchestrator", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file));
}
