using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Dispatching;

/// <summary>The JSON of the operator's view, generated at compile time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperationView))]
internal sealed partial class OperationJson : JsonSerializerContext;
