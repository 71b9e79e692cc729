using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>Messages to send.</summary>
/// <param name="To">LINE's id of a person, or the hash of a number.</param>
/// <param name="Messages">1 to 5 messages.</param>
internal sealed record LineMessages(string To, ImmutableArray<LineMessage> Messages);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LineMessages))]
[JsonSerializable(typeof(LineTemplate))]
internal sealed partial class LineJson : JsonSerializerContext;
