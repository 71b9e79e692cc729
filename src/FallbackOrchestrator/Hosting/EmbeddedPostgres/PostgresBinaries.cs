using System.Globalization;
using System.Text.RegularExpressions;

namespace FallbackOrchestrator.Hosting.EmbeddedPostgres;

/// <summary>A folder with PostgreSQL's programs, and their version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major, int Minor)
{
    /// <summary>The oldest major version the service works with.</summary>
    public const int OldestMajor = 15;

    private static readonly string[] _tools = ["postgres", "initdb", "pg_ctl"];

    public string Postgres => Tool(Folder, "postgres");

    public string InitDb => Tool(Folder, "initdb");

    public string PgCtl => Tool(Folder, "pg_ctl");

    /// <summary>What is in the folder, or null where a program is missing or does not run.</summary>
    public static async Task<PostgresBinaries?> InspectAsync(string folder, CancellationToken cancellationToken)
    {
        if (_tools.Any(tool => !File.Exists(Tool(folder, tool))))
            return null;
        var result = await ChildProcess.RunAsync(new Command(Tool(folder, "postgres"), "--version"), cancellationToken);
        if (!result.Succeeded || VersionPattern().Match(result.Output) is not { Success: true } match)
            return null;
        return new PostgresBinaries(folder, Number(match.Groups[1]), Number(match.Groups[2]));
    }

    /// <summary>The version and the folder, for messages.</summary>
    public override string ToString() => $"PostgreSQL {Major}.{Minor} ({Folder})";

    private static string Tool(string folder, string name) => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    private static int Number(Group digits) => digits.Success ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)(?:\.(\d+))?")]
    private static partial Regex VersionPattern();
}
