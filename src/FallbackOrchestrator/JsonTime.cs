using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator;

/// <summary>
/// The one converter of every time in JSON; see <see cref="TimeText"/>. The converter of System.Text.Json uses the host's zone if there is
/// no offset.
/// </summary>
internal sealed class JsonTime : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    /// <summary>Reads a time.</summary>
    /// <exception cref="JsonException">It is no time.</exception>
    public static DateTimeOffset Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && TimeText.TryRead(reader.GetString(), out var time, out _)
            ? time : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
