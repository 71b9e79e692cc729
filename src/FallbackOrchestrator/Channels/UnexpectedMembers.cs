namespace FallbackOrchestrator.Channels;

/// <summary>
/// The members that a provider wrote in another form than it documents, and that were therefore left out. Contains only names that the
/// adapter knows, never values, because it is logged.
/// </summary>
public sealed class UnexpectedMembers
{
    private SortedSet<string>? _names;

    /// <summary>The members that were left out, each once; empty if everything was as documented.</summary>
    public IReadOnlyCollection<string> Names => _names ?? (IReadOnlyCollection<string>)[];

    /// <summary>Notes a member.</summary>
    /// <param name="name">Its documented name, after the names of the objects that contain it.</param>
    public void Add(string name) => (_names ??= new SortedSet<string>(StringComparer.Ordinal)).Add(name);
}
