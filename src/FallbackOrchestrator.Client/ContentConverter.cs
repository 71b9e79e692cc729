using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>Writes content by its own type. Content is only sent, never read.</summary>
internal sealed class ContentConverter : JsonConverter<Content>
{
    public override Content Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Content is only sent, never read");

    public override void Write(Utf8JsonWriter writer, Content value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, options.GetTypeInfo(value.GetType()));
}
