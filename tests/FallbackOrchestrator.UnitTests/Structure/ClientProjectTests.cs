using System.Reflection;
using System.Xml.Linq;
using FallbackOrchestrator.Client;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>The client is a package of its own: it knows neither the service nor the packages of others.</summary>
public sealed class ClientProjectTests
{
    private static readonly XDocument Project =
        XDocument.Parse(Repository.Read("src/FallbackOrchestrator.Client/FallbackOrchestrator.Client.csproj"));

    [Fact]
    public void It_depends_on_nothing_but_dotnet()
    {
        typeof(FallbackClient).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Should().OnlyContain(name => name.StartsWith("System.", StringComparison.Ordinal));
        Project.Descendants("ProjectReference").Should().BeEmpty();
        Project.Descendants("FrameworkReference").Should().BeEmpty();
        Project.Descendants("PackageReference").Should().OnlyContain(package => package.Attribute("PrivateAssets")!.Value == "all");
    }

    [Fact]
    public void The_service_does_not_use_it() =>
        typeof(Program).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name)
            .Should().NotContain(typeof(FallbackClient).Assembly.GetName().Name);

    [Fact]
    public void Its_package_has_a_readme_a_licence_and_a_description()
    {
        Project.Descendants("PackageReadmeFile").Single().Value.Should().Be("README.md");
        Project.Descendants("PackageLicenseExpression").Single().Value.Should().Be("MIT");
        Project.Descendants("Description").Single().Value.Should().NotBeEmpty();
    }

    [Fact]
    public void Whoever_uses_it_needs_one_namespace() =>
        typeof(FallbackClient).Assembly.GetExportedTypes().Select(type => type.Namespace).Distinct()
            .Should().Equal("FallbackOrchestrator.Client");

    [Fact]
    public void Every_enum_begins_with_what_a_newer_service_may_say() =>
        typeof(FallbackClient).Assembly.GetExportedTypes().Where(type => type.IsEnum)
            .Should().HaveCountGreaterThan(10)
            .And.OnlyContain(type => Enum.GetName(type, 0) == "Unrecognized")
            .And.OnlyContain(type => type.GetCustomAttribute<System.Text.Json.Serialization.JsonConverterAttribute>() != null);
}
