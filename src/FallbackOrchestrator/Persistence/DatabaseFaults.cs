using System.Net.Sockets;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// The one list of errors that are about the database, and not about a message, a request or a row. No message fails because of them: the
/// operation is repeated, or the caller is asked to repeat it.
/// </summary>
public static class DatabaseFaults
{
    // By SQLSTATE, or by its class, the first two characters: https://www.postgresql.org/docs/current/errcodes-appendix.html.
    private static readonly (DatabaseFault Trouble, string[] States)[] List =
    [
        // 08P01 is PgBouncer's error if it has no server connection to give (https://www.pgbouncer.org/usage.html).
        (DatabaseFault.Unreachable, ["08"]),
        // 57: ended, cancelled, shutting down, crashed, starting. 25P03 and 25P04: the server ended a transaction that took too long.
        // 55000: among others "recovery is in progress".
        (DatabaseFault.Interrupted, ["57", "25P03", "25P04", PostgresErrorCodes.ObjectNotInPrerequisiteState]),
        (DatabaseFault.ReadOnly, [PostgresErrorCodes.ReadOnlySqlTransaction]),
        // 58: errors of the server's disk and files. F0: of its configuration.
        (DatabaseFault.Exhausted, ["53", "58", "F0"]),
        (DatabaseFault.Forbidden,
        [
            "28", // the role or its password
            PostgresErrorCodes.InvalidCatalogName,
            PostgresErrorCodes.InvalidSchemaName,
            PostgresErrorCodes.InsufficientPrivilege,
            // Our statements are the same for every message.
            PostgresErrorCodes.UndefinedTable,
            PostgresErrorCodes.UndefinedColumn,
            PostgresErrorCodes.UndefinedFunction,
        ]),
        (DatabaseFault.Conflict,
        [
            PostgresErrorCodes.TransactionRollback,
            PostgresErrorCodes.SerializationFailure,
            PostgresErrorCodes.DeadlockDetected,
            PostgresErrorCodes.StatementCompletionUnknown,
            PostgresErrorCodes.LockNotAvailable,
            PostgresErrorCodes.ObjectInUse,
            PostgresErrorCodes.SnapshotFailure,
        ]),
        (DatabaseFault.LostSession,
        [
            PostgresErrorCodes.InvalidSqlStatementName, // a prepared statement that the server does not have
            PostgresErrorCodes.DuplicatePreparedStatement,
            PostgresErrorCodes.InFailedSqlTransaction,
            PostgresErrorCodes.ActiveSqlTransaction,
            PostgresErrorCodes.NoActiveSqlTransaction,
            PostgresErrorCodes.InvalidCursorName,
            // "cached plan must not change result type": another replica has changed the schema.
            PostgresErrorCodes.FeatureNotSupported,
        ]),
    ];

    /// <summary>The kind of trouble with the database; null if the failure is about something else.</summary>
    /// <param name="failure">The exception. The exceptions that EF Core, Hangfire or a task wrapped are examined too.</param>
    public static DatabaseFault? Of(Exception? failure)
    {
        // A cancelled statement ends with the same error as one that an operator ended; it is no trouble.
        for (; failure is not null and not OperationCanceledException; failure = failure.InnerException)
        {
            switch (failure)
            {
                case PostgresException refused:
                    return OfState(refused.SqlState)
                            // The server closes the connection with these severities.
                        ?? (refused.InvariantSeverity is "FATAL" or "PANIC" ? DatabaseFault.Interrupted : null);
                case NpgsqlOperationInProgressException:
                    return null; // an error in this program
                case NpgsqlException:
                    return DatabaseFault.Unreachable;
            }
            // Npgsql does not wrap these: it received something unexpected, or its connection broke between two uses. A disposed pool is no
            // trouble: the service stops.
            if (failure.Source == nameof(Npgsql) && failure is not ObjectDisposedException
                && (failure.GetType() == typeof(Exception)
                    || failure is InvalidOperationException or IOException or SocketException or TimeoutException))
            {
                return DatabaseFault.LostSession;
            }
        }
        return null;
    }

    /// <summary>PostgreSQL's own error, also if it is wrapped; null if there is none.</summary>
    internal static PostgresException? Refused(Exception? failure)
    {
        while (failure is not null and not PostgresException)
            failure = failure.InnerException;
        return (PostgresException?)failure;
    }

    /// <summary>The fault that a SQLSTATE stands for; null if it is about something else.</summary>
    internal static DatabaseFault? OfState(string state)
    {
        foreach (var (trouble, states) in List)
        {
            if (Array.Exists(states, listed => state.StartsWith(listed, StringComparison.Ordinal)))
                return trouble;
        }
        return null;
    }
}
