namespace FallbackOrchestrator.Persistence;

/// <summary>The kinds of trouble with the database that do not depend on the statement.</summary>
public enum DatabaseFault
{
    /// <summary>It cannot be reached, the connection broke, or there was no response in time.</summary>
    Unreachable,

    /// <summary>It is starting, shutting down or recovering from a crash, or an operator ended the connection or the statement.</summary>
    Interrupted,

    /// <summary>It accepts no writes: it is a standby, the old server after a failover, or set to read-only.</summary>
    ReadOnly,

    /// <summary>It has run out of connections, memory, disk space or locks, or its disk fails.</summary>
    Exhausted,

    /// <summary>This role may not connect any more, or does not find the tables that it needs.</summary>
    Forbidden,

    /// <summary>Two transactions conflicted, and one was rolled back. It succeeds when it is repeated.</summary>
    Conflict,

    /// <summary>The connection has another state than this process expects: a prepared statement or a transaction is not its own.</summary>
    LostSession,
}
