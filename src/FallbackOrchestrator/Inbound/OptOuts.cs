using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Inbound;

/// <summary>The channels of which a person opted out.</summary>
public sealed record OptOuts
{
    /// <summary>The channels; empty if there are none.</summary>
    [OneOfChannels]
    public required IReadOnlyList<string> Channels { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OptOuts))]
internal sealed partial class InboundApiJson : JsonSerializerContext;
