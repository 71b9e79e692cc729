namespace FallbackOrchestrator.Persistence;

/// <summary>What may be wrong with the database, whatever it was asked for.</summary>
public enum DatabaseFault
{
    /// <summary>It cannot be reached, the connection broke, or no answer came in time.</summary>
    Unreachable,

    /// <summary>It is starting, shutting down or recovering from a crash, or an operator ended the connection or the statement.</summary>
    Interrupted,

    /// <summary>It takes no writes: a standby, the old server after a failover, or one that was told so.</summary>
    ReadOnly,

    /// <summary>It has run out of connections, memory, disk space or locks, or its disk fails.</summary>
    Exhausted,

    /// <summary>It lets this role in no more, or shows it other tables than it should have.</summary>
    Forbidden,

    /// <summary>Two transactions met and one had to yield. The same transaction succeeds when it is tried again.</summary>
    Conflict,

    /// <summary>The connection is not in the state in which it was left: a prepared statement or a transaction belongs to somebody else.</summary>
    LostSession,
}
