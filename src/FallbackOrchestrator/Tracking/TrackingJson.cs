using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Tracking;

/// <summary>The JSON of details, timeline and search, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessageDetails))]
[JsonSerializable(typeof(MessageTimeline))]
[JsonSerializable(typeof(MessageContentView))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(ExportedMessage))]
internal sealed partial class TrackingJson : JsonSerializerContext;
