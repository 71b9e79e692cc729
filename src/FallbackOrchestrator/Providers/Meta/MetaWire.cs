using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Providers.Meta;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MetaMessage))]
internal sealed partial class MetaJson : JsonSerializerContext;
