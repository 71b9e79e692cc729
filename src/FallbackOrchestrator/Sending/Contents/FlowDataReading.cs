using System.Text.Json;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>Reads where a form begins, and with what.</summary>
internal static class FlowDataReading
{
    /// <summary>Whether the data is an object that the database can store, or missing.</summary>
    public static bool IsObjectOrNone(RequestedFlowData? asked) => asked?.Data switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => true,
        { ValueKind: JsonValueKind.Object } data => !data.GetRawText().Contains(@"\u0000", StringComparison.Ordinal),
        _ => false,
    };

    public static string? Screen(RequestedFlowData? asked) => string.IsNullOrWhiteSpace(asked?.Screen) ? null : asked.Screen;

    /// <summary>An empty object is none: WhatsApp refuses it.</summary>
    public static JsonElement? Data(RequestedFlowData? asked) =>
        asked?.Data is { ValueKind: JsonValueKind.Object } data && data.EnumerateObject().Any() ? data : null;
}
