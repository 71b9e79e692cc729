namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>What was found in a folder that may hold PostgreSQL's programs.</summary>
internal abstract record Inspection
{
    private Inspection() { }

    /// <summary>There is no PostgreSQL.</summary>
    public sealed record NotThere : Inspection;

    /// <summary>There is something that is called so and does not run on this machine; the reason is for the operator.</summary>
    public sealed record DoesNotRun(string Folder, string Why) : Inspection;

    /// <summary>The programs run.</summary>
    public sealed record Runs(PostgresBinaries Binaries) : Inspection;
}
