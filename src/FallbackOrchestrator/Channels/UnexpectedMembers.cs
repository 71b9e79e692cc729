namespace FallbackOrchestrator.Channels;

/// <summary>
/// What a provider wrote in another form than it documents, and was therefore left out. Holds names that the adapter knows, never what
/// stood there: it goes into the log.
/// </summary>
public sealed class UnexpectedMembers
{
    private SortedSet<string>? _names;

    /// <summary>The members that were left out, each once; empty where all was as documented.</summary>
    public IReadOnlyCollection<string> Names => _names ?? (IReadOnlyCollection<string>)[];

    /// <summary>Notes a member.</summary>
    /// <param name="name">Its name as documented, with the names that it stands in before it.</param>
    public void Add(string name) => (_names ??= new SortedSet<string>(StringComparer.Ordinal)).Add(name);
}
