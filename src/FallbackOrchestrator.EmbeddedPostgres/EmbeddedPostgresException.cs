namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>
/// The embedded PostgreSQL cannot run. The message is for the operator: what is wrong, what to do, and the end of PostgreSQL's own log.
/// </summary>
public class EmbeddedPostgresException : Exception
{
    public EmbeddedPostgresException(string message) : base(message) { }

    public EmbeddedPostgresException(string message, Exception? innerException) : base(message, innerException) { }

    public EmbeddedPostgresException() { }
}
