using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ApiError))]
internal sealed partial class ProblemsJson : JsonSerializerContext;
