using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// The contents of messages, as they are stored. Names here are stored data: they may be added to, never changed. The database sorts the
/// names of an object, so a discriminator need not come first.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(MessageContent))]
[JsonSerializable(typeof(InteractiveHeader.Text), TypeInfoPropertyName = "HeaderText")]
[JsonSerializable(typeof(TemplateComponent.Carousel), TypeInfoPropertyName = "TemplateCarousel")]
[JsonSerializable(typeof(TemplateComponent.CallPermissionRequest), TypeInfoPropertyName = "TemplateCallPermissionRequest")]
[JsonSerializable(typeof(TemplateComponent.ContactInfoRequest), TypeInfoPropertyName = "TemplateContactInfoRequest")]
[JsonSerializable(typeof(TemplateParameter.Text), TypeInfoPropertyName = "ParameterText")]
[JsonSerializable(typeof(TemplateParameter.Media), TypeInfoPropertyName = "ParameterMedia")]
[JsonSerializable(typeof(TemplateParameter.Location), TypeInfoPropertyName = "ParameterLocation")]
[JsonSerializable(typeof(Suggestion.OpenUrl), TypeInfoPropertyName = "SuggestedOpenUrl")]
internal sealed partial class ContentJson : JsonSerializerContext
{
    public static string Write(MessageContent content) => JsonSerializer.Serialize(content, Default.MessageContent);

    public static MessageContent Read(string json) => JsonSerializer.Deserialize(json, Default.MessageContent)!;
}
