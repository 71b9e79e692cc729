using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>What other people's tools say of the OpenAPI document, and what they make of it.</summary>
public sealed class OpenApiToolsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string Generated = Path.Combine(OpenApiTools.Folder, "generated");
    private static readonly string Document = Path.Combine(Generated, "openapi.json");

    [Fact]
    public async Task Redocly_finds_no_error()
    {
        await WriteDocumentAsync();

        var (code, output) = await OpenApiTools.RunAsync("redocly", "lint", Document);

        code.Should().Be(0, output);
    }

    [Fact]
    public async Task Spectral_finds_no_error()
    {
        await WriteDocumentAsync();

        var (code, output) = await OpenApiTools.RunAsync("spectral", "lint", "--fail-severity=error", Document);

        code.Should().Be(0, output);
    }

    [Fact]
    public async Task A_TypeScript_program_against_the_generated_types_compiles_strictly_and_works()
    {
        await WriteDocumentAsync();
        await ExpectSuccessAsync(OpenApiTools.RunAsync("openapi-typescript", Document, "--output", Path.Combine(Generated, "api.d.ts")));
        await ExpectSuccessAsync(OpenApiTools.RunAsync("tsc"));

        var said = await ExpectSuccessAsync(OpenApiTools.NodeAsync(
            Path.Combine(Generated, "customer.js"), host.Address.GetLeftPart(UriPartial.Authority), DemoClient.Key));

        said.Trim().Should().Be("queued, 1 of a batch, WhatsApp then SMS");
    }

    private async Task WriteDocumentAsync()
    {
        await OpenApiTools.DemandAsync();
        Directory.CreateDirectory(Generated);
        await File.WriteAllTextAsync(Document, await host.Client.Http.GetStringAsync("/swagger/v1/swagger.json"));
    }

    private static async Task<string> ExpectSuccessAsync(Task<(int ExitCode, string Output)> run)
    {
        var (code, output) = await run;
        code.Should().Be(0, output);
        return output;
    }
}
