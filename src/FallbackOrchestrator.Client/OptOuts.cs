namespace FallbackOrchestrator.Client;

/// <summary>The channels of which a person opted out.</summary>
public sealed record OptOuts
{
    /// <summary>The channels; empty if there are none.</summary>
    public required IReadOnlyList<Channel> Channels { get; init; }
}
