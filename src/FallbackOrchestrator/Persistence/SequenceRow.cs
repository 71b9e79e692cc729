namespace FallbackOrchestrator.Persistence;

/// <summary>A named fallback sequence of a subaccount.</summary>
public sealed class SequenceRow
{
    public string SubaccountId { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>True if messages that name neither channels nor a sequence use it; at most one does.</summary>
    public bool IsDefault { get; set; }

    /// <summary>The steps as in a Send, as JSON.</summary>
    public string Channels { get; set; } = "";
}
