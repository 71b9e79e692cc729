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
        // WhatsApp rejects an empty object.
        if (data is { } json && !json.EnumerateObject().Any())
            data = null;
        return true;
    }
}
