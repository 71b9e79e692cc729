using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads text, and rejects text that JSON allows but PostgreSQL cannot store.</summary>
internal sealed class StorableText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException();
        return Checked(text);
    }

    // Names of a dictionary. Without these the built-in converter is used, but only after something else has needed reflection.
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Checked(reader.GetString())!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    public static string? Checked(string? text) => Storable.WhyNot(text) is { } wrong ? throw new JsonException(wrong) : text;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
