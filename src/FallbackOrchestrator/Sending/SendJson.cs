using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending;

/// <summary>The JSON of Send, generated at compile time, so that no message needs reflection.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(SendResponse))]
[JsonSerializable(typeof(PreviewResponse))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(LineNotificationRequest))]
[JsonSerializable(typeof(LineNotificationBatchRequest))]
[JsonSerializable(typeof(CancelResponse))]
[JsonSerializable(typeof(SkipRequest))]
[JsonSerializable(typeof(SkipResponse))]
internal sealed partial class SendJson : JsonSerializerContext;
