namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>
/// The PostgreSQL settings that suit a small private server. They are given at each start; the data folder's own file stays as initdb wrote
/// it.
/// </summary>
internal static class PostgresSettings
{
    /// <summary>The settings as <c>name=value</c>, the extra ones last because the last one wins.</summary>
    public static IReadOnlyList<string> For(int port, IReadOnlyDictionary<string, string> extra) =>
    [
        "listen_addresses=127.0.0.1",
        $"port={port}",
        "unix_socket_directories=",
        "max_connections=200",
        "shared_buffers=256MB",
        // After each checkpoint every page is written whole once more; under load the default's gigabyte asks for one a minute.
        "max_wal_size=4GB",
        "checkpoint_timeout=15min",
        // DETAIL lines quote the values of a row, and rows hold people's numbers and messages.
        "log_error_verbosity=terse",
        "log_min_error_statement=panic",
        "log_line_prefix=%m [%p] ",
        .. extra.Select(setting => $"{setting.Key}={setting.Value}"),
    ];

    /// <summary>The settings as one string for <c>pg_ctl -o</c>, which passes it through the shell of the operating system.</summary>
    public static string Quote(IEnumerable<string> settings) =>
        string.Join(' ', settings.Select(setting => OperatingSystem.IsWindows()
            ? $"-c \"{setting.Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : $"-c '{setting.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
}
