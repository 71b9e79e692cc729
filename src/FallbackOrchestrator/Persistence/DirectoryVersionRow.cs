namespace FallbackOrchestrator.Persistence;

/// <summary>Counts the changes of accounts, subaccounts, sequences and keys. Replicas read them again when it has changed.</summary>
public sealed class DirectoryVersionRow
{
    public int Id { get; init; }
    public long Version { get; init; }
}
