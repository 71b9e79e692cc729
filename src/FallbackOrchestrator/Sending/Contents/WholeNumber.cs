using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Reading;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>
/// Reads a whole number, as a number or as text, 60.0 too: some languages write every number so. What else it may be is refused by the
/// field's own rule, with the field's own code.
/// </summary>
internal sealed class WholeNumber : JsonConverter<int?>, ITakesAnyValue
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
                return reader.TryGetInt32(out var number) ? number : reader.TryGetDecimal(out var written) ? Whole(written) : NotOne;
            case JsonTokenType.String:
                return decimal.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var text)
                    ? Whole(text) : NotOne;
            default:
                reader.Skip();
                return NotOne;
        }
    }

    private static int Whole(decimal number) =>
        number is > int.MinValue and <= int.MaxValue && decimal.IsInteger(number) ? (int)number : NotOne;

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
    {
        if (value is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }
}
