using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Tracking;

/// <summary>A message in an export: as in a search, and with its steps.</summary>
public sealed record ExportedMessage : MessageSummary
{
    /// <summary>A message with the steps that were started.</summary>
    [SetsRequiredMembers]
    public ExportedMessage(MessageSummary message, IReadOnlyList<ExportedStep> steps) : base(message) => Steps = steps;

    /// <summary>The steps that were started, in their order.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<ExportedStep> Steps { get; }
}
