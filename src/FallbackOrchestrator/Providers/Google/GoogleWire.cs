using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Providers.Google;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GoogleMessage))]
[JsonSerializable(typeof(GoogleUsers))]
[JsonSerializable(typeof(GoogleAssertionHeader))]
[JsonSerializable(typeof(GoogleAssertionClaims))]
internal sealed partial class GoogleJson : JsonSerializerContext;
