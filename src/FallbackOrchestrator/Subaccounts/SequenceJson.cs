using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// The steps of a sequence as they are stored. Names here are stored data: new ones may be added, but none may be changed.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<SequenceEntry>))]
internal sealed partial class SequenceJson : JsonSerializerContext
{
    public static string Write(IReadOnlyList<SequenceEntry> entries) =>
        JsonSerializer.Serialize(entries, Default.IReadOnlyListSequenceEntry);

    public static IReadOnlyList<SequenceEntry> Read(string json) => JsonSerializer.Deserialize(json, Default.IReadOnlyListSequenceEntry)!;
}
