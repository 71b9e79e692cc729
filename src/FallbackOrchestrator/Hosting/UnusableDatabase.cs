using System.Globalization;
using System.Net.Sockets;
using FallbackOrchestrator.EmbeddedPostgres;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Hosting;

/// <summary>Explains at the start why the configured database cannot be used, and what to do. It never names a password.</summary>
internal static class UnusableDatabase
{
    /// <summary>SQL: true if the server takes no writes.</summary>
    public const string IsReadOnly = "pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean";

    /// <summary>What is wrong with a server that takes no writes, and the correction.</summary>
    public const string TakesNoWrites = "takes no writes: it is a standby; name the primary, or both with Target Session Attributes=primary";

    /// <summary>One sentence for an error of PostgreSQL, of the connection, or in the form of the connection string.</summary>
    public static string Explain(Exception failure, string connectionString)
    {
        var asked = new NpgsqlConnectionStringBuilder(connectionString);
        var where = string.Create(CultureInfo.InvariantCulture, $"{asked.Host}:{asked.Port}");
        return (Exception?)DatabaseFaults.Refused(failure) switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                $"there is no database '{asked.Database ?? asked.Username}' on {where}; create it (CREATE DATABASE), or name another one with Database=",
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification }
                refused =>
                $"{where} rejects the user '{asked.Username}' ({refused.MessageText}); correct Username= and Password=, or the server's pg_hba.conf",
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.InvalidSchemaName } refused =>
                $"the user '{asked.Username}' lacks rights ({refused.MessageText}); it makes its tables itself: "
                + $"GRANT CREATE ON DATABASE \"{asked.Database}\" TO \"{asked.Username}\", and USAGE and CREATE on its schema "
                + $"(or make the schema once: CREATE SCHEMA {Database.HangfireSchema} AUTHORIZATION \"{asked.Username}\")",
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => $"the disk of {where} is full; free space there",
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
                $"{where} {TakesNoWrites}",
            PostgresException other => $"{where} says: {other.MessageText} ({other.SqlState})",
            _ when failure.GetBaseException() is SocketException or TimeoutException or IOException =>
                $"no server responds on {where} ({failure.GetBaseException().Message}); start it, or correct Host= and Port=",
            _ => $"{where}: {failure.GetBaseException().Message}",
        };
    }

    /// <summary>
    /// The reason why a connection string cannot be read; null if it can, or if there is none. The message names the part, but not the
    /// value.
    /// </summary>
    public static string? Misspelt(string? connectionString)
    {
        try
        {
            return connectionString is null || new NpgsqlConnectionStringBuilder(connectionString).Host is { Length: > 0 }
                ? null
                : "the connection string names no server; write it as Host=…;Database=…;Username=…;Password=…";
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or InvalidCastException)
        {
            return $"the connection string cannot be read: {wrong.Message} Write it as Host=…;Database=…;Username=…;Password=…";
        }
    }

    /// <summary>The reason why a server of this version cannot be used; null if it can.</summary>
    public static string? TooOld(Version server) => server.Major >= PostgresBinaries.OldestMajor
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the server is PostgreSQL {server.Major}, and the service needs {PostgresBinaries.OldestMajor} or newer; upgrade it, or name another server");

    /// <summary>The reason why the service cannot use a schema with these migrations; null if it can.</summary>
    /// <param name="applied">The migrations that the database has.</param>
    /// <param name="known">The migrations of this version, in their order.</param>
    public static string? OtherVersion(IEnumerable<string> applied, IEnumerable<string> known)
    {
        var ours = known.ToList();
        var unknown = applied.Except(ours).ToList();
        if (unknown.Count == 0)
            return null;
        return unknown.Exists(migration => string.CompareOrdinal(migration, ours[^1]) > 0)
            ? $"a newer version of the service made this database (it has {string.Join(", ", unknown)}); "
                + "start that version or a newer one, or restore a backup from before"
            : $"a development version before 0.1.0 made this database (it has {string.Join(", ", unknown)}), and it cannot be upgraded; "
                + "name a new database, or delete this one";
    }
}
