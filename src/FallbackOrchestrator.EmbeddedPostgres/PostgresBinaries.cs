using System.Globalization;
using System.Text.RegularExpressions;

namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>A folder with PostgreSQL's programs, and their version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major, int Minor)
{
    /// <summary>The oldest major version the service works with.</summary>
    public const int OldestMajor = 15;

    private static readonly string[] Tools = ["postgres", "initdb", "pg_ctl"];

    public string Postgres => Tool(Folder, "postgres");

    public string InitDb => Tool(Folder, "initdb");

    public string PgCtl => Tool(Folder, "pg_ctl");

    /// <summary>What is in the folder. Each program is run once, under the account that will run it later.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="account">Runs the programs; null: the service's own.</param>
    /// <param name="patience">How long a program may take to say its version.</param>
    /// <param name="time">Counts the patience.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task<Inspection> InspectAsync(
        string folder, PostgresAccount? account, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!File.Exists(Tool(folder, "postgres")))
            return new Inspection.NotThere();
        var versions = new List<(int Major, int Minor)>();
        foreach (var tool in Tools)
        {
            if (!File.Exists(Tool(folder, tool)))
                return new Inspection.DoesNotRun(folder, $"{tool} is missing");
            var (version, why) = await VersionAsync(Tool(folder, tool), account, patience, time, cancellationToken);
            if (version is not { } known)
                return new Inspection.DoesNotRun(folder, $"{tool} does not run: {why}");
            versions.Add(known);
        }
        return versions.Distinct().Count() == 1
            ? new Inspection.Runs(new PostgresBinaries(folder, versions[0].Major, versions[0].Minor))
            : new Inspection.DoesNotRun(folder, "its programs are of several versions");
    }

    /// <summary>The version and the folder, for messages.</summary>
    public override string ToString() => $"PostgreSQL {Major}.{Minor} ({Folder})";

    private static async Task<((int Major, int Minor)? Version, string Why)> VersionAsync(
        string program, PostgresAccount? account, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var command = new Command(program, "--version") { WorkingFolder = Path.GetPathRoot(program) };
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var result = await ChildProcess.RunAsync(account?.Run(command) ?? command, either.Token);
            if (result.Succeeded && VersionPattern().Match(result.Output) is { Success: true } match)
                return ((Number(match.Groups[1]), Number(match.Groups[2])), "");
            var said = result.Output.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "it says nothing";
            return (null, $"exit code {result.ExitCode.ToString(CultureInfo.InvariantCulture)}, {said}");
        }
        catch (EmbeddedPostgresException wrong)
        {
            return (null, wrong.InnerException?.Message ?? wrong.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"it did not end within {patience.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s");
        }
    }

    private static string Tool(string folder, string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    private static int Number(Group digits) => digits.Success ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)(?:\.(\d+))?")]
    private static partial Regex VersionPattern();
}
