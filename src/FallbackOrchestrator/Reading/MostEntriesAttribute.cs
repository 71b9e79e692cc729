namespace FallbackOrchestrator.Reading;

/// <summary>The most entries that a list of a body may have; a longer one is rejected before any entry of it is created.</summary>
/// <param name="count">The largest number.</param>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class MostEntriesAttribute(int count) : Attribute
{
    /// <summary>The largest number.</summary>
    public int Count => count;

    /// <summary>The response if there are more.</summary>
    public abstract Problem Refusal { get; }
}
