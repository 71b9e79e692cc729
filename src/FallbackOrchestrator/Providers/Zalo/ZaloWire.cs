using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Providers.Zalo;

/// <summary>A message of a template.</summary>
/// <param name="Phone">A number, digits only.</param>
/// <param name="TemplateId">The template's id at Zalo.</param>
/// <param name="TemplateData">The values by the names of their placeholders.</param>
/// <param name="TrackingId">Repeated in the report; at most 48 characters.</param>
internal sealed record ZaloMessage(string Phone, string TemplateId, Dictionary<string, string> TemplateData, string TrackingId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ZaloMessage))]
internal sealed partial class ZaloJson : JsonSerializerContext;
