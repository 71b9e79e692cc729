using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Reading;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>
/// Reads a number, written as a number or as text. An empty text means no number; any other value is <see cref="double.NaN"/>.
/// </summary>
internal sealed class AnyNumber : JsonConverter<double?>, ITakesAnyValue
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number:
                return reader.GetDouble();
            case JsonTokenType.String when string.IsNullOrWhiteSpace(reader.GetString()):
                return null;
            case JsonTokenType.String:
                return double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var text)
                    ? text : double.NaN;
            default:
                reader.Skip();
                return double.NaN;
        }
    }

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options)
    {
        if (value is not { } number)
            writer.WriteNullValue();
        else if (double.IsFinite(number))
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
    }
}

/// <summary>Reads a text that is an object in 8x8's schema, but a plain text in its samples.</summary>
internal sealed class PlainText : JsonConverter<string?>, ITakesTextOrObject
{
    public Type ObjectType => typeof(RequestedWords);

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return StorableText.Checked(reader.GetString());
        using var value = JsonDocument.ParseValue(ref reader);
        if (value.RootElement.ValueKind != JsonValueKind.Object)
            return null;
        // As everywhere: names in any case; of several members the last.
        var text = value.RootElement.EnumerateObject().LastOrDefault(
            member => member.Name.Equals("text", StringComparison.OrdinalIgnoreCase)).Value;
        return text.ValueKind == JsonValueKind.String ? StorableText.Checked(text.GetString()) : null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
