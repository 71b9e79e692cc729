namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>Where the data and the fetched binaries live unless configured.</summary>
internal static class DefaultFolders
{
    /// <summary>The default of <see cref="EmbeddedPostgresOptions.DataFolder"/>.</summary>
    public static string Data => DataOf("postgres");

    /// <summary>The default of <see cref="EmbeddedPostgresOptions.DataFolder"/> in Development: one for each checkout.</summary>
    public static string DataOfCheckout(string programFolder) => DataOf(CheckoutName.Of(programFolder));

    /// <summary>The default of <see cref="EmbeddedPostgresOptions.NpmCacheFolder"/>.</summary>
    public static string NpmCache => In("/var/cache", "XDG_CACHE_HOME", ".cache", "postgres-binaries");

    private static string DataOf(string leaf) => In("/var/lib", "XDG_DATA_HOME", ".local/share", leaf);

    // Root's home is closed to the account PostgreSQL runs under, so root's folders are the machine's.
    private static string In(string ofMachine, string xdgVariable, string inHome, string leaf)
    {
        string parent;
        if (OperatingSystem.IsWindows())
            parent = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        else if (PostgresAccount.IsRoot)
            parent = ofMachine;
        else if (Environment.GetEnvironmentVariable(xdgVariable) is { Length: > 0 } xdg && Path.IsPathRooted(xdg))
            parent = xdg;
        else
            parent = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), inHome);
        return Path.Combine(parent, "fallback-orchestrator", leaf);
    }
}
