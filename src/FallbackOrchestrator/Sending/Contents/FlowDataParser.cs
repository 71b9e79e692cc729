using System.Buffers;
using System.Text.Json;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads the first screen of a form, and its data.</summary>
internal static class FlowDataParser
{
    /// <returns>
    /// False if the data is not an object. <see cref="Reading.BodyValidator"/> has already checked that it can be stored.
    /// </returns>
    public static bool TryRead(RequestedFlowData? requested, out string? screen, out JsonElement? data)
    {
        screen = FieldReader.NullIfBlank(requested?.Screen);
        data = requested?.Data is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given ? given : null;
        if (data is { ValueKind: not JsonValueKind.Object })
            return false;
        if (requested?.More is { Count: > 0 } more)
            data = Joined(data, more);
        // WhatsApp rejects an empty object.
        if (data is { } json && !json.EnumerateObject().Any())
            data = null;
        return true;
    }

    private static JsonElement Joined(JsonElement? data, Dictionary<string, JsonElement> more)
    {
        var members = new Dictionary<string, JsonElement>(more, StringComparer.Ordinal);
        if (data is { } given)
        {
            foreach (var member in given.EnumerateObject())
                members[member.Name] = member.Value;
        }
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return JsonElement.Parse(bytes.WrittenSpan);
    }
}
