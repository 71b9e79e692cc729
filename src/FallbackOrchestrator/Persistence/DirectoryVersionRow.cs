namespace FallbackOrchestrator.Persistence;

/// <summary>Counts the changes of accounts, subaccounts, sequences and keys: what replicas look at to see whether to read them anew.</summary>
public sealed class DirectoryVersionRow
{
    public int Id { get; init; }
    public long Version { get; init; }
}
