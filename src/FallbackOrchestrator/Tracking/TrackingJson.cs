using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Tracking;

/// <summary>The wire of what customers look at, compiled.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessageDetails))]
[JsonSerializable(typeof(MessageTimeline))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(MessageSummary))]
internal sealed partial class TrackingJson : JsonSerializerContext;
