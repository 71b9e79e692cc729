using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator;

/// <summary>8x8's form of a time: UTC with hundredths of a second.</summary>
internal sealed class PublishedTime : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonTime.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ff'Z'", CultureInfo.InvariantCulture));
}
