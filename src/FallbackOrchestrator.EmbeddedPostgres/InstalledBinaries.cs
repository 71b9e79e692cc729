namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>Finds the PostgreSQL programs that packages and installers leave on a machine.</summary>
internal static class InstalledBinaries
{
    // A star stands for the version. Debian and its kin keep the server's programs off the PATH.
    private static readonly string[] UnixPatterns =
    [
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/usr/libexec/postgresql*",
        "/usr/local/pgsql*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
        "/Library/PostgreSQL/*/bin",
    ];

    /// <summary>The folders where they may be: those of the PATH first.</summary>
    public static IEnumerable<string> Folders() => ChildProcess.PathFolders().Concat(UsualFolders()).Distinct();

    private static IEnumerable<string> UsualFolders() =>
        OperatingSystem.IsWindows()
            ? Expand(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL", "*", "bin"))
            : UnixPatterns.SelectMany(Expand);

    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        var parent = Path.GetDirectoryName(pattern[..star])!;
        var tail = pattern[(star + 1)..].TrimStart(Path.DirectorySeparatorChar);
        var prefix = Path.GetFileName(pattern[..star]);
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, $"{prefix}*").Select(folder => Path.Combine(folder, tail))
            : [];
    }
}
