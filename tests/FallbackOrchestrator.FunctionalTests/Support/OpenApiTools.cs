using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// The npm programs of <c>tests/OpenApiTools</c>, at the versions of its lock file. <c>.ci/run</c> installs them; where that was not done,
/// <c>npm ci</c> does it here, once.
/// </summary>
internal static class OpenApiTools
{
    // "engines" of package.json.
    private static readonly Version OldestNode = new(20, 19);

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly Lazy<Task> Installation = new(InstallAsync);

    /// <summary>Where they are.</summary>
    public static string Folder { get; } = FindFolder();

    /// <summary>Installs the programs if that was not done; skips the test where there is no Node.</summary>
    public static async Task DemandAsync()
    {
        Assert.SkipUnless(
            Version.TryParse((await VersionAsync("node"))?.TrimStart('v'), out var node) && node >= OldestNode,
            $"Node {OldestNode} or newer is not installed");
        Assert.SkipUnless(await VersionAsync("npm") is not null, "npm is not installed");
        await Installation.Value;
    }

    /// <summary>Runs a program of the folder, in the folder.</summary>
    /// <param name="name">Its name, such as <c>tsc</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Task<(int ExitCode, string Output)> RunAsync(string name, params string[] arguments) =>
        NodeAsync([Path.Combine("node_modules", ".bin", name), .. arguments]);

    /// <summary>Runs Node in the folder.</summary>
    public static Task<(int ExitCode, string Output)> NodeAsync(params string[] arguments) => StartAsync("node", arguments);

    private static async Task InstallAsync()
    {
        var wanted = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "package.json")))!["devDependencies"]!.AsObject();
        if (wanted.All(package => package.Value!.GetValue<string>() == InstalledVersion(package.Key)))
            return;
        // Scripts of packages are not run: none of these needs one, and one of them reports who installs it.
        var (code, output) = await StartAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        code.Should().Be(0, output);
    }

    private static string? InstalledVersion(string package)
    {
        var file = Path.Combine(Folder, "node_modules", package, "package.json");
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!["version"]!.GetValue<string>() : null;
    }

    private static async Task<string?> VersionAsync(string program)
    {
        try
        {
            var (code, output) = await StartAsync(program, ["--version"]);
            return code == 0 ? output.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null; // Not on the PATH; the test is skipped and says so.
        }
    }

    private static async Task<(int ExitCode, string Output)> StartAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Limit);
            return (process.ExitCode, $"{await output}{await error}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FallbackOrchestrator.sln")))
                return Path.Combine(folder.FullName, "tests", "OpenApiTools");
        }
        throw new InvalidOperationException($"no repository above {AppContext.BaseDirectory}");
    }
}
