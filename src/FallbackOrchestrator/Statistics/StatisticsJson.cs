using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Statistics;

/// <summary>The JSON of statistics and advice, generated at compile time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessageStatistics))]
[JsonSerializable(typeof(WindowAdvice))]
[JsonSerializable(typeof(IReadOnlyList<SequenceStep>))]
internal sealed partial class StatisticsJson : JsonSerializerContext;
