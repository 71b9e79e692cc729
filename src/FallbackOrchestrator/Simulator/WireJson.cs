using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Simulator;

/// <summary>JSON as it is sent: the code writes property names exactly as they are sent.</summary>
internal static class WireJson
{
    /// <summary>Writes every property, null or not.</summary>
    public static readonly JsonSerializerOptions WithNulls = new();

    /// <summary>Leaves out properties that are null.</summary>
    public static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Reads a request's body, which must be a JSON object; null if it is none.</summary>
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

    /// <summary>The text at a path of property names; null if it is missing, empty, or no text.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }
        return element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text : null;
    }

    /// <summary>True if a property exists and is an object.</summary>
    public static bool HasObject(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object;
}
