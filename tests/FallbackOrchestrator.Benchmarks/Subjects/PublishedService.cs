using System.Diagnostics;

namespace FallbackOrchestrator.Benchmarks.Subjects;

/// <summary>The service as it is deployed, and as its image holds it: published, and compiled ahead for this machine.</summary>
internal static class PublishedService
{
    private static readonly string Folder = Path.Combine(Options.Repository, "artifacts", "benchmarks", "service");

    /// <summary>Its program.</summary>
    public static string Program { get; } = Path.Combine(Folder, "FallbackOrchestrator.dll");

    /// <summary>Publishes it from the sources as they are.</summary>
    /// <exception cref="InvalidOperationException">It does not build; the message says why.</exception>
    public static async Task PublishAsync()
    {
        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                "publish", Path.Combine(Options.Repository, "src", "FallbackOrchestrator"),
                "--configuration", "Release", "--use-current-runtime", "--output", Folder, "--nologo", "--verbosity", "quiet",
            ])
        { RedirectStandardOutput = true })!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
            throw new InvalidOperationException($"dotnet publish ended with {publish.ExitCode}:\n{output}");
    }
}
