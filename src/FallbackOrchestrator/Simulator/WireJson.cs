using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Simulator;

/// <summary>JSON as it stands on the wire: property names are written in the code exactly as they are sent.</summary>
internal static class WireJson
{
    /// <summary>Writes every property, null or not.</summary>
    public static readonly JsonSerializerOptions WithNulls = new();

    /// <summary>Leaves properties out that are null.</summary>
    public static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Reads a request's body, which must be a JSON object; null where it is not.</summary>
    public static async Task<JsonDocument?> ReadObjectAsync(HttpRequest request)
    {
        try
        {
            var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The text at a path of property names; null where it is missing, empty, or no text.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }
        return element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text : null;
    }

    /// <summary>Whether a property is there and holds an object.</summary>
    public static bool HasObject(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object;
}
