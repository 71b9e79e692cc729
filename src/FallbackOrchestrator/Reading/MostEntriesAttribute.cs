namespace FallbackOrchestrator.Reading;

/// <summary>How many entries a list of a body may have; a longer one is refused before any entry of it is made.</summary>
/// <param name="count">The most.</param>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class MostEntriesAttribute(int count) : Attribute
{
    /// <summary>The most.</summary>
    public int Count => count;

    /// <summary>What is answered where there are more.</summary>
    public abstract Problem Refusal { get; }
}
