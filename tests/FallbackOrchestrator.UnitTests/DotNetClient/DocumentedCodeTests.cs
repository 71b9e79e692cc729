using System.Text.RegularExpressions;
using FallbackOrchestrator.UnitTests.Structure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FallbackOrchestrator.UnitTests.DotNetClient;

/// <summary>The code on the client's pages compiles: as one program of a customer, block after block.</summary>
public sealed partial class DocumentedCodeTests
{
    // What a page leaves to its reader.
    private const string Before = """
        using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net.Http; using System.Text.Json;
        using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Http; using Microsoft.Extensions.DependencyInjection;
        """;

    [Theory]
    [InlineData("docs/client.md", "var app = WebApplication.Create(); var url = \"\";")]
    [InlineData("src/FallbackOrchestrator.Client/README.md", "using FallbackOrchestrator.Client; var http = new HttpClient(); var key = \"\";")]
    public void It_compiles(string page, string given)
    {
        var code = string.Join('\n', Block().Matches(Repository.Read(page)).Select(block => block.Groups[1].Value));
        var usings = string.Join('\n', Using().Matches(given + '\n' + code).Select(found => found.Value));
        var program = $"{Before}\n{usings}\n{Using().Replace(given, "")}\n{Using().Replace(code, "")}";

        var compilation = CSharpCompilation.Create(
            "Page",
            [CSharpSyntaxTree.ParseText(program)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        code.Should().NotBeEmpty();
        compilation.GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning).Should().BeEmpty();
    }

    [Fact]
    public void The_page_names_the_clients_own_numbers()
    {
        var page = Repository.Read("docs/client.md");
        var options = new Client.FallbackClientOptions { BaseAddress = new Uri("https://x"), ApiKey = "k", Subaccount = "s" };

        page.Should().Contain($"at most {options.MaxAttempts} tries")
            .And.Contain($"The pause is {options.FirstPause.TotalSeconds:0.0} s and doubles, up to {options.LongestPause.TotalSeconds:0} s");
        options.LongestRetryAfter.Should().Be(TimeSpan.FromMinutes(1));
        new Client.WebhookVerifier($"whsec_{Convert.ToBase64String(new byte[32])}").Tolerance.Should().Be(TimeSpan.FromMinutes(5));
    }

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"using [A-Z][\w.]+;")]
    private static partial Regex Using();
}
