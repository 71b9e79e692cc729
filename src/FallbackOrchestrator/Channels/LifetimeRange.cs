namespace FallbackOrchestrator.Channels;

/// <summary>The lifetimes that a provider takes with a call, in seconds.</summary>
/// <param name="Shortest">The shortest; at least 1.</param>
/// <param name="Longest">The longest.</param>
public sealed record LifetimeRange(int Shortest, int Longest)
{
    /// <summary>The shortest lifetime, for <see cref="AdapterCapabilities.ShortestLifetime"/>.</summary>
    public TimeSpan ShortestLifetime => TimeSpan.FromSeconds(Shortest);

    /// <summary>
    /// The lifetime to write into a call, in seconds, rounded down; the longest, if it is longer. Null if it is shorter than the shortest,
    /// or if the provider decides.
    /// </summary>
    /// <param name="lifetime">How long the provider may try (<see cref="Handover.Lifetime"/>).</param>
    public int? Seconds(TimeSpan? lifetime) =>
        lifetime >= ShortestLifetime ? (int)Math.Min(lifetime.Value.TotalSeconds, Longest) : null;
}
