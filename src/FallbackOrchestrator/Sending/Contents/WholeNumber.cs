using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Reading;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>
/// Reads a whole number, written as a number or as text. 60.0 is valid too, because some languages write every number in this form. Any
/// other value is rejected by the field's own rule, with the field's own code.
/// </summary>
internal sealed class WholeNumber : JsonConverter<int?>, ITakesAnyValue
{
    /// <summary>The value that is returned for anything but a whole number.</summary>
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
