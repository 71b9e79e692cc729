using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending;

/// <summary>Reads a whole number, as a number or as text; what else it may be is refused by the field's own rule, with the field's own code.</summary>
internal sealed class WholeNumber : JsonConverter<int?>
{
    /// <summary>What was there and is no whole number.</summary>
    public const int NotOne = int.MinValue;

    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number:
                return reader.TryGetInt32(out var number) ? number : NotOne;
            case JsonTokenType.String:
                return int.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out var text) ? text : NotOne;
            default:
                reader.Skip();
                return NotOne;
        }
    }

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
    {
        if (value is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }
}

/// <summary>Reads a number, as a number or as text; an empty text is none, and what is no number is <see cref="double.NaN"/>.</summary>
internal sealed class AnyNumber : JsonConverter<double?>
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
                return double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var text) ? text : double.NaN;
            default:
                reader.Skip();
                return double.NaN;
        }
    }

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options)
    {
        if (value is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }
}

/// <summary>Reads a text that 8x8's schema draws as an object and its samples write plainly.</summary>
internal sealed class PlainText : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.ValueKind == JsonValueKind.Object
            && value.RootElement.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
