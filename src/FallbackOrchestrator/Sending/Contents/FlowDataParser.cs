using System.Text.Json;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads where a form begins, and with what.</summary>
internal static class FlowDataParser
{
    /// <summary>Whether the data is an object, or missing. That it can be stored was seen when the body was read.</summary>
    public static bool IsObjectOrNone(RequestedFlowData? asked) =>
        asked?.Data is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.Object };

    public static string? Screen(RequestedFlowData? asked) => string.IsNullOrWhiteSpace(asked?.Screen) ? null : asked.Screen;

    /// <summary>An empty object is none: WhatsApp refuses it.</summary>
    public static JsonElement? Data(RequestedFlowData? asked) =>
        asked?.Data is { ValueKind: JsonValueKind.Object } data && data.EnumerateObject().Any() ? data : null;
}
