using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Providers.Meta;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MetaMessage))]
[JsonSerializable(typeof(MetaReadMark))]
internal sealed partial class MetaJson : JsonSerializerContext;

/// <summary>Shows a person that a message was read.</summary>
/// <param name="MessagingProduct">Always <c>whatsapp</c>.</param>
/// <param name="Status">Always <c>read</c>.</param>
/// <param name="MessageId">Meta's id of the message.</param>
internal sealed record MetaReadMark(string MessagingProduct, string Status, string MessageId);
