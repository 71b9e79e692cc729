using System.Net.Sockets;
using Npgsql;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// The one list of errors that speak of the database and not of a message, a request or a row. None of them is ever held against a message:
/// whoever meets one tries again, or tells the caller to.
/// </summary>
public static class DatabaseFaults
{
    // By SQLSTATE, or by its class, the first two characters: https://www.postgresql.org/docs/current/errcodes-appendix.html.
    private static readonly (DatabaseFault Trouble, string[] States)[] List =
    [
        // 08P01 is what PgBouncer answers where it has no server to give (https://www.pgbouncer.org/usage.html).
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

    /// <summary>What is wrong with the database; null if the failure speaks of something else.</summary>
    /// <param name="failure">What was thrown. What EF Core, Hangfire or a task wrapped is looked into.</param>
    public static DatabaseFault? Of(Exception? failure)
    {
        // Who cancels ends a statement as an operator does; that is no trouble.
        for (; failure is not null and not OperationCanceledException; failure = failure.InnerException)
        {
            switch (failure)
            {
                case PostgresException refused:
                    return OfState(refused.SqlState)
                        // The server closes the connection with these, whatever the reason.
                        ?? (refused.InvariantSeverity is "FATAL" or "PANIC" ? DatabaseFault.Interrupted : null);
                case NpgsqlOperationInProgressException:
                    return null; // a mistake of ours
                case NpgsqlException:
                    return DatabaseFault.Unreachable;
            }
            // What Npgsql does not wrap: it met something that it did not expect, or its connection broke between two uses. A pool that was disposed is
            // no trouble: the service stops.
            if (failure.Source == nameof(Npgsql) && failure is not ObjectDisposedException
                && (failure.GetType() == typeof(Exception) || failure is InvalidOperationException or IOException or SocketException or TimeoutException))
            {
                return DatabaseFault.LostSession;
            }
        }
        return null;
    }

    /// <summary>PostgreSQL's refusal, whoever wrapped it; null if there is none.</summary>
    internal static PostgresException? Refused(Exception? failure)
    {
        while (failure is not null and not PostgresException)
            failure = failure.InnerException;
        return (PostgresException?)failure;
    }

    /// <summary>What a SQLSTATE says of the database; null if nothing.</summary>
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
