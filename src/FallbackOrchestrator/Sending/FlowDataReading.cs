using System.Text.Json;

namespace FallbackOrchestrator.Sending;

/// <summary>Reads where a form begins, and with what.</summary>
internal static class FlowDataReading
{
    public static bool IsObjectOrNone(RequestedFlowData? asked) =>
        asked?.Data is not { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) };

    public static string? Screen(RequestedFlowData? asked) => string.IsNullOrWhiteSpace(asked?.Screen) ? null : asked.Screen;

    /// <summary>An empty object is none: WhatsApp refuses it.</summary>
    public static JsonElement? Data(RequestedFlowData? asked) =>
        asked?.Data is { ValueKind: JsonValueKind.Object } data && data.EnumerateObject().Any() ? data : null;
}
