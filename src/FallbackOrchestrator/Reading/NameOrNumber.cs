using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Reading;

/// <summary>
/// Reads a name of a closed set that 8x8 publishes, or its number, as 8x8 does: its samples write <c>"subType": 1</c> for <c>Url</c>. The
/// number of a name is its place in the longest list that 8x8's OpenAPI document has for the field, from 0. This converter replaces the
/// number by the name, so that no other code knows numbers. It leaves an unknown number as it is: the field's own rule rejects it with the
/// field's own code.
/// </summary>
/// <param name="names">The names, in their published order.</param>
internal abstract class NameOrNumber(params string[] names) : JsonConverter<string?>
{
    /// <summary>The names, in their published order.</summary>
    public IReadOnlyList<string> Names => names;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            var name = reader.GetString();
            return Storable.WhyNot(name) is { } wrong ? throw new JsonException(wrong) : name;
        }
        return reader.TryGetInt32(out var number) && number >= 0 && number < names.Length ? names[number] : Written(reader);
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string Written(in Utf8JsonReader reader) => reader.HasValueSequence
        ? reader.GetDouble().ToString(CultureInfo.InvariantCulture)
        : Encoding.ASCII.GetString(reader.ValueSpan);
}
