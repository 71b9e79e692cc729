using System.Globalization;
using System.Net.Sockets;
using FallbackOrchestrator.EmbeddedPostgres;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Hosting;

/// <summary>Says why the configured database cannot be used at the start, and what to do. Never a password.</summary>
internal static class UnusableDatabase
{
    /// <summary>One sentence for what PostgreSQL, the line or the connection string's form has against it.</summary>
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
                $"{where} takes no writes: it is a standby; name the primary, or both with Target Session Attributes=primary",
            PostgresException other => $"{where} says: {other.MessageText} ({other.SqlState})",
            _ when failure.GetBaseException() is SocketException or TimeoutException or IOException =>
                $"no server responds on {where} ({failure.GetBaseException().Message}); start it, or correct Host= and Port=",
            _ => $"{where}: {failure.GetBaseException().Message}",
        };
    }

    /// <summary>
    /// Why a connection string cannot be read; null where it can, or where there is none. The message names the part and not the value.
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

    /// <summary>Why a server of this version will not do; null where it will.</summary>
    public static string? TooOld(Version server) => server.Major >= PostgresBinaries.OldestMajor
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the server is PostgreSQL {server.Major}, and the service needs {PostgresBinaries.OldestMajor} or newer; upgrade it, or name another server");

    /// <summary>Why the service cannot use a schema with these migrations; null where it can.</summary>
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
